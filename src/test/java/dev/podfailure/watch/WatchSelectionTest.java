package dev.podfailure.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.events.v1alpha1.FailureFilter;
import dev.podfailure.events.v1alpha1.WatchRequest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchSelectionTest {
    @Test
    void ofEverythingHasNoFilter() {
        WatchRequest request = new WatchSelection(List.of(), List.of(), "", false, null, false).request();

        assertThat(request).isEqualTo(WatchRequest.getDefaultInstance());
    }

    @Test
    void asksForEachCategoryInEachNamespace() {
        WatchRequest request =
                new WatchSelection(List.of("a", "b"), List.of("data/disk", "user"), "x=y", true, null, true).request();

        FailureFilter.Builder base =
                FailureFilter.newBuilder().addNamespaces("a").addNamespaces("b").setLabelSelector("x=y");
        assertThat(request)
                .isEqualTo(WatchRequest.newBuilder()
                        .setSnapshot(true)
                        .setStopAtEnd(true)
                        .addInclude(base.clone().addCategories("data").addSubcategories("disk"))
                        .addInclude(base.clone().addCategories("user"))
                        .build());
    }

    @Test
    void asksForOneNamespaceInAnyCategory() {
        WatchRequest request = new WatchSelection(List.of("a"), List.of(), "", false, null, false).request();

        assertThat(request.getIncludeList())
                .containsExactly(FailureFilter.newBuilder().addNamespaces("a").build());
    }

    @Test
    void beginsAtATime() {
        Instant time = Instant.parse("2026-03-01T12:00:00.5Z");

        WatchRequest request = new WatchSelection(List.of(), List.of(), "", false, time, false).request();

        assertThat(request.getSince().getSeconds()).isEqualTo(time.getEpochSecond());
        assertThat(request.getSince().getNanos()).isEqualTo(500_000_000);
        assertThat(request.hasSnapshot()).isFalse();
    }
}
