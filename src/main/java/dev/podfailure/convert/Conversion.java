package dev.podfailure.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.convert.Remark.Severity;
import java.util.List;

/**
 * What became of a configuration.
 *
 * @param ruleSets whole objects, in the order in which they are asked; empty if the configuration is refused
 * @param remarks in the order of the file
 */
public record Conversion(List<ObjectNode> ruleSets, List<Remark> remarks) {
    public Conversion {
        ruleSets = List.copyOf(ruleSets);
        remarks = List.copyOf(remarks);
    }

    /** Whether the ancestor would not start with this configuration. */
    public boolean isRefused() {
        return remarks.stream().anyMatch(remark -> remark.severity() == Severity.ERROR);
    }
}
