package dev.podfailure.rules.text;

/** The flags in force at a place of a pattern. Greediness ({@code U}) changes nothing here. */
record RegexFlags(boolean ignoresCase, boolean multiLine, boolean dotMatchesNewline) {
    static final RegexFlags NONE = new RegexFlags(false, false, false);

    /** Reads flags up to, and not including, {@code :} or {@code )}. */
    static RegexFlags read(RegexReader in, RegexFlags before) throws RegexFaultException {
        RegexFlags flags = before;
        boolean on = true;
        boolean pending = false;
        while (!in.at(":") && !in.at(")")) {
            int c = in.next();
            if (c == '-' && on) {
                on = false;
                pending = true;
            } else {
                flags = flags.with(c, on, in);
                pending = false;
            }
        }
        if (pending) {
            throw in.fault("a flag is missing after \"-\"");
        }
        return flags;
    }

    private RegexFlags with(int flag, boolean on, RegexReader in) throws RegexFaultException {
        return switch (flag) {
            case 'i' -> new RegexFlags(on, multiLine, dotMatchesNewline);
            case 'm' -> new RegexFlags(ignoresCase, on, dotMatchesNewline);
            case 's' -> new RegexFlags(ignoresCase, multiLine, on);
            case 'U' -> this;
            default -> throw in.fault("a group begins with flags of i, m, s and U, or with a name");
        };
    }
}
