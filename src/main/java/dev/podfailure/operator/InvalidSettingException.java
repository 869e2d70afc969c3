package dev.podfailure.operator;

/** A setting that the operator cannot start with. The message begins with the option's name. */
public final class InvalidSettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidSettingException(String option, String problem) {
        super(option + " " + problem);
    }
}
