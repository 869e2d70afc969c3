package dev.podfailure.rules.cel;

import java.util.Map;

/**
 * Where an expression can absorb an error: the calls of {@code ||} and {@code &&} in it, by the ids of CEL's nodes.
 *
 * @param operands the two operands of each call
 * @param maxId the highest id of any node
 */
record LogicalCalls(Map<Long, Operands> operands, int maxId) {
    LogicalCalls {
        operands = Map.copyOf(operands);
    }

    /** The nodes on both sides of a call. */
    record Operands(int left, int right) {}

    /** Follows one evaluation. */
    Trace trace() {
        return new Trace(new long[maxId + 1]);
    }

    /**
     * Counts the exceptions that were absorbed. They cost a hundred times what a step costs, and nothing else tells of them:
     * CEL's listener hears of a node only when it has a value. So an operand that must have been asked, and was not heard
     * of when the call has its answer, threw.
     */
    final class Trace {
        /** By node id: the step at which it last had a value; 0 if never. */
        private final long[] lastHeard;

        private long step;

        private Trace(long[] lastHeard) {
            this.lastHeard = lastHeard;
        }

        /** How many exceptions the node absorbed that now has this value. */
        int absorbedBy(long id, Object value) {
            step++;
            int node = (int) id;
            Operands call = operands.get(id);
            int absorbed = call == null ? 0 : thrown(call, lastHeard[node], value);
            lastHeard[node] = step;
            return absorbed;
        }

        private int thrown(Operands call, long since, Object value) {
            boolean left = lastHeard[call.left()] > since;
            boolean right = lastHeard[call.right()] > since;
            // The right one need not have been asked if the left one decided.
            boolean decided = left && value instanceof Boolean;
            return (left ? 0 : 1) + (right || decided ? 0 : 1);
        }
    }
}
