package dev.podfailure.library;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code make taxonomy} (-Dpodfailure.renew=true) writes the tables anew; otherwise they must be what they should be. */
class TaxonomyDocumentTest {
    @Test
    void theTablesAreWhatTheLibrarySays() {
        String renewed = TaxonomyDocument.renewed(JudgedRecord.all(JudgedRecord.View.ALL));
        if (Boolean.getBoolean("podfailure.renew")) {
            TaxonomyDocument.write(renewed);
        }

        assertThat(TaxonomyDocument.written())
                .as("docs/taxonomy.md is out of date: run make taxonomy")
                .isEqualTo(renewed);
    }
}
