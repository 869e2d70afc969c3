package dev.podfailure.files;

/** Paths of values, as the API server and the status of a rule set write them: {@code spec.rules[3].name}. */
final class Paths {
    private Paths() {}

    static String field(String parent, String name) {
        return parent.isEmpty() ? name : parent + "." + name;
    }

    static String element(String parent, int index) {
        return parent + "[" + index + "]";
    }
}
