package dev.podfailure.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.rig.TestAuthority;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateCallerTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("tests");

    @Test
    void theCommonNameIsTheUserAndOrganisationsAreGroups() {
        assertThat(CertificateCaller.of(
                        AUTHORITY.issue("CN=dash,O=viewers,O=ops,L=Here").certificate()))
                .hasValueSatisfying(caller -> {
                    assertThat(caller.name()).isEqualTo("dash");
                    assertThat(caller.groups()).containsExactlyInAnyOrder("viewers", "ops", "system:authenticated");
                });
    }

    /** The API server does not know this authority: it could make anybody an administrator. */
    @Test
    void groupsOfKubernetesItselfAreNotTaken() {
        assertThat(CertificateCaller.of(
                        AUTHORITY.issue("CN=dash,O=system:masters").certificate()))
                .hasValueSatisfying(caller -> assertThat(caller.groups()).isEqualTo(List.of("system:authenticated")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"O=viewers", "CN=system:serviceaccount:a:b", "CN=system:admin,O=x"})
    void refusesASubjectWithoutAUserOfItsOwn(String subject) {
        assertThat(CertificateCaller.of(AUTHORITY.issue(subject).certificate())).isEmpty();
    }
}
