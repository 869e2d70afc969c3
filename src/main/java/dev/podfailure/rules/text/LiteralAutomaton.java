package dev.podfailure.rules.text;

import java.util.Arrays;

/**
 * Finds all literals of a table in one pass over a text (Aho-Corasick). States are numbered breadth first, so the shallow
 * ones, where a text keeps the automaton nearly all the time, come first: these have a full row of transitions, the deep ones
 * only their children and the state to fall back to.
 *
 * <p>A transition is encoded in one int: the offset of the row for a state with a row, {@code rowsEnd} and on for the others,
 * and the sign bit if literals end there.
 */
final class LiteralAutomaton {
    static final int NONE = -1;

    private static final int ENDS_LITERAL = Integer.MIN_VALUE;

    private final LiteralTable table;
    private final Alphabet alphabet;
    private final int width;
    private final int states;
    private final int rows;
    private final int rowsEnd;
    private final int[] row;
    private final char[] symbol;
    private final int[] firstChild;
    private final int[] fallback;
    private final int[] ending;
    private final int[] firstLiteral;
    private final int[] nextLiteral;
    private final boolean[] proven;

    private LiteralAutomaton(LiteralTable table, Alphabet alphabet, LiteralTrie trie, int[] order, int maxCells) {
        this.table = table;
        this.alphabet = alphabet;
        this.width = alphabet.size();
        this.states = trie.size();
        this.rows = Math.clamp(maxCells / width, 1, states);
        this.rowsEnd = rows * width;
        this.row = new int[rowsEnd];
        this.symbol = new char[states];
        this.firstChild = new int[states + 1];
        this.fallback = new int[states];
        this.ending = new int[states];
        this.firstLiteral = new int[states];
        this.nextLiteral = new int[table.literals().size()];
        this.proven = new boolean[table.literals().size()];
        Arrays.fill(firstLiteral, NONE);
        numberChildren(trie, order);
    }

    /**
     * An automaton over the literals of a table.
     *
     * @param maxCells how many transitions the full rows may have in all; the root always has its row
     */
    static LiteralAutomaton of(LiteralTable table, int maxCells) {
        Alphabet alphabet =
                Alphabet.of(table.literals().stream().map(Literal::folded).toList());
        LiteralTrie trie = new LiteralTrie();
        int[] stateOf = new int[table.literals().size()];
        for (int i = 0; i < stateOf.length; i++) {
            stateOf[i] = trie.add(alphabet.symbols(table.literals().get(i).folded(), table.window(i)));
        }
        int[] order = breadthFirst(trie);
        LiteralAutomaton automaton = new LiteralAutomaton(table, alphabet, trie, order, maxCells);
        automaton.placeLiterals(stateOf, order);
        automaton.link();
        return automaton;
    }

    /** Reports every literal of the text that is new to the scan, and each end of those it has. */
    void scan(TextScan scan) {
        char[] characters = scan.characters();
        int length = scan.length();
        int state = 0;
        for (int i = 0; i < length; i++) {
            int next = step(state, alphabet.symbol(characters[i]));
            state = next & ~ENDS_LITERAL;
            if (next < 0) {
                report(number(state), i + 1, scan);
            }
        }
    }

    int states() {
        return states;
    }

    private int step(int from, int next) {
        int state = from;
        while (state >= rowsEnd) {
            int number = number(state);
            int child = childOf(number, next);
            if (child != NONE) {
                return code(child);
            }
            state = code(fallback[number]) & ~ENDS_LITERAL;
        }
        return row[state + next];
    }

    private int childOf(int state, int wanted) {
        for (int child = firstChild[state]; child < firstChild[state + 1]; child++) {
            if (symbol[child] == wanted) {
                return child;
            }
        }
        return NONE;
    }

    private void report(int state, int end, TextScan scan) {
        for (int at = state; at != NONE; at = ending[at]) {
            for (int literal = firstLiteral[at]; literal != NONE; literal = nextLiteral[literal]) {
                if (!scan.sawAgain(literal, end)
                        && (proven[literal]
                                || table.literals().get(literal).isAt(scan.text(), end - table.window(literal)))) {
                    scan.saw(literal, end);
                }
            }
        }
    }

    private int number(int state) {
        return state < rowsEnd ? state / width : state - rowsEnd + rows;
    }

    private int code(int number) {
        int code = number < rows ? number * width : number - rows + rowsEnd;
        return endsLiteral(number) ? code | ENDS_LITERAL : code;
    }

    private boolean endsLiteral(int number) {
        return firstLiteral[number] != NONE || ending[number] != NONE;
    }

    private static int[] breadthFirst(LiteralTrie trie) {
        int[] order = new int[trie.size()];
        int found = 1;
        for (int i = 0; i < found; i++) {
            for (int child = trie.firstChild(order[i]); child != LiteralTrie.NONE; child = trie.sibling(child)) {
                order[found++] = child;
            }
        }
        return order;
    }

    private void numberChildren(LiteralTrie trie, int[] order) {
        int next = 1;
        for (int i = 0; i < states; i++) {
            symbol[i] = (char) trie.symbol(order[i]);
            firstChild[i] = next;
            for (int child = trie.firstChild(order[i]); child != LiteralTrie.NONE; child = trie.sibling(child)) {
                next++;
            }
        }
        firstChild[states] = next;
    }

    private void placeLiterals(int[] stateOf, int[] order) {
        int[] numberOf = new int[states];
        for (int i = 0; i < states; i++) {
            numberOf[order[i]] = i;
        }
        for (int literal = 0; literal < stateOf.length; literal++) {
            int number = numberOf[stateOf[literal]];
            nextLiteral[literal] = firstLiteral[number];
            firstLiteral[number] = literal;
            proven[literal] = table.isProvenByWindow(literal);
        }
    }

    /** Breadth first: what a state falls back to is shallower, so it is finished before it is needed. */
    private void link() {
        ending[0] = NONE;
        for (int state = 0; state < states; state++) {
            for (int child = firstChild[state]; child < firstChild[state + 1]; child++) {
                int next = state == 0 ? 0 : step(code(fallback[state]) & ~ENDS_LITERAL, symbol[child]);
                int shorter = number(next & ~ENDS_LITERAL);
                fallback[child] = shorter;
                ending[child] = firstLiteral[shorter] != NONE ? shorter : ending[shorter];
            }
            if (state < rows) {
                fillRow(state);
            }
        }
    }

    private void fillRow(int state) {
        int start = state * width;
        if (state > 0) {
            System.arraycopy(row, fallback[state] * width, row, start, width);
        }
        for (int child = firstChild[state]; child < firstChild[state + 1]; child++) {
            row[start + symbol[child]] = code(child);
        }
    }
}
