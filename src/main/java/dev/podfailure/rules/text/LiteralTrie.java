package dev.podfailure.rules.text;

import java.util.Arrays;

/** A tree of strings over an alphabet of small numbers while it grows: first child, next sibling. State 0 is the root. */
final class LiteralTrie {
    static final int NONE = -1;

    private int[] firstChild = filled(64);
    private int[] sibling = filled(64);
    private int[] symbol = new int[64];
    private int size = 1;

    /** The state that a string leads to, made if it is new. */
    int add(int[] symbols) {
        int state = 0;
        for (int next : symbols) {
            int child = child(state, next);
            state = child == NONE ? grow(state, next) : child;
        }
        return state;
    }

    int size() {
        return size;
    }

    int child(int state, int wanted) {
        int child = firstChild[state];
        while (child != NONE && symbol[child] != wanted) {
            child = sibling[child];
        }
        return child;
    }

    int firstChild(int state) {
        return firstChild[state];
    }

    int sibling(int state) {
        return sibling[state];
    }

    int symbol(int state) {
        return symbol[state];
    }

    private int grow(int parent, int next) {
        if (size == symbol.length) {
            firstChild = doubled(firstChild);
            sibling = doubled(sibling);
            symbol = Arrays.copyOf(symbol, 2 * size);
        }
        symbol[size] = next;
        sibling[size] = firstChild[parent];
        firstChild[parent] = size;
        return size++;
    }

    private static int[] filled(int length) {
        int[] array = new int[length];
        Arrays.fill(array, NONE);
        return array;
    }

    private static int[] doubled(int[] array) {
        int[] larger = filled(2 * array.length);
        System.arraycopy(array, 0, larger, 0, array.length);
        return larger;
    }
}
