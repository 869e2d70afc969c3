package dev.podfailure.rules.text;

import java.util.Locale;

/** What a backslash and what brackets may begin. */
final class RegexEscapes {
    static final int NO_NUMBER = -2;

    private static final int MAX_DIGITS = 8;

    private final RegexReader in;

    RegexEscapes(RegexReader in) {
        this.in = in;
    }

    static boolean isWordCharacter(int c) {
        return c == '_' || (c <= 'z' && Character.isLetterOrDigit(c));
    }

    /** A decimal number without leading zeros. */
    int number() {
        int start = in.position();
        boolean leadingZero = in.at("0");
        int number = 0;
        while (in.more() && in.peek() >= '0' && in.peek() <= '9') {
            boolean tooLong = in.position() - start >= MAX_DIGITS;
            number = tooLong ? Integer.MAX_VALUE : number * 10 + (in.peek() - '0');
            in.rewindTo(in.position() + 1);
        }
        int digits = in.position() - start;
        return digits == 0 || (digits > 1 && leadingZero) ? NO_NUMBER : number;
    }

    /** Adds a class such as {@code \d}, {@code \pL} or {@code [:digit:]} if one comes next. */
    boolean characterClass(CharacterClass into) throws RegexFaultException {
        int start = in.position();
        if (in.skip("[:")) {
            if (in.indexOf(":]") < 0) {
                in.rewindTo(start);
                return false;
            }
            boolean negated = in.skip("^");
            if (!into.addGroup(in.until(":]"), negated)) {
                throw in.fault("there is no such class of characters");
            }
            return true;
        }
        if (in.skip("\\p") || in.skip("\\P")) {
            if (in.next() == '{') {
                in.until("}");
            }
            into.addUnknown();
            return true;
        }
        return perlClass(into);
    }

    private boolean perlClass(CharacterClass into) {
        for (String name : new String[] {"d", "s", "w"}) {
            if (in.skip("\\" + name)) {
                return into.addGroup(name, false);
            }
            if (in.skip("\\" + name.toUpperCase(Locale.ROOT))) {
                return into.addGroup(name, true);
            }
        }
        return false;
    }

    int characterInBrackets() throws RegexFaultException {
        return in.at("\\") ? character() : in.next();
    }

    /** The character that an escape stands for. */
    int character() throws RegexFaultException {
        in.skip("\\");
        int c = in.next();
        return switch (c) {
            case 'a' -> 0x07;
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0B;
            case 'x' -> hexadecimal();
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(c);
            default -> {
                if (c > 0x7F) {
                    throw in.fault(PatternFault.Kind.NOT_IN_GO, "only ASCII characters can be escaped");
                }
                if (c != '_' && isWordCharacter(c)) {
                    throw in.fault("there is no such escape");
                }
                yield c;
            }
        };
    }

    private int octal(int first) throws RegexFaultException {
        if (first != '0' && !atOctalDigit()) {
            throw in.fault("there are no back references");
        }
        int value = first - '0';
        for (int i = 1; i < 3 && atOctalDigit(); i++) {
            value = value * 8 + in.next() - '0';
        }
        return value;
    }

    private boolean atOctalDigit() {
        return in.more() && in.peek() >= '0' && in.peek() <= '7';
    }

    private int hexadecimal() throws RegexFaultException {
        if (!in.skip("{")) {
            return hexDigit(in.next()) * 16 + hexDigit(in.next());
        }
        int value = 0;
        do {
            value = value * 16 + hexDigit(in.next());
            if (value > Character.MAX_CODE_POINT) {
                throw in.fault("there is no such character");
            }
        } while (!in.skip("}"));
        return value;
    }

    private int hexDigit(int c) throws RegexFaultException {
        int digit = c <= 0x7F ? Character.digit(c, 16) : -1;
        if (digit < 0) {
            throw in.fault("a hexadecimal digit is expected");
        }
        return digit;
    }
}
