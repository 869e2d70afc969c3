package dev.podfailure.classify;

/** Prints answers as they come. */
public interface AnswerPrinter {
    void print(PodAnswer answer);

    /** Prints what it still holds back. */
    default void end() {}
}
