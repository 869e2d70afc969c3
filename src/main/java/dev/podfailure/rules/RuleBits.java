package dev.podfailure.rules;

/** A set of rules, by their numbers in the total order. */
final class RuleBits {
    private final long[] words;

    RuleBits(int rules) {
        words = new long[(rules + Long.SIZE - 1) / Long.SIZE];
    }

    private RuleBits(long[] words) {
        this.words = words;
    }

    RuleBits copy() {
        return new RuleBits(words.clone());
    }

    void add(int rule) {
        words[rule / Long.SIZE] |= 1L << rule;
    }

    void addAll(RuleBits others) {
        for (int i = 0; i < words.length; i++) {
            words[i] |= others.words[i];
        }
    }

    boolean has(int rule) {
        return (words[rule / Long.SIZE] & 1L << rule) != 0;
    }

    /** The lowest number that is not below; -1 if there is none. */
    int next(int from) {
        int word = from / Long.SIZE;
        if (word >= words.length) {
            return -1;
        }
        long left = words[word] & -1L << from;
        while (left == 0) {
            word++;
            if (word == words.length) {
                return -1;
            }
            left = words[word];
        }
        return word * Long.SIZE + Long.numberOfTrailingZeros(left);
    }
}
