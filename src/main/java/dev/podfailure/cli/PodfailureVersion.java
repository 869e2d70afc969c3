package dev.podfailure.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest names. */
final class PodfailureVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = PodfailureCommand.class.getPackage().getImplementationVersion();
        return new String[] {"podfailure " + (version == null ? "(not packaged)" : version)};
    }
}
