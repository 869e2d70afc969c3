package dev.podfailure.access;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Who the subject of a client's certificate is, by the convention of Kubernetes: the common name is the user, each
 * organisation a group. Names of Kubernetes' own ({@code system:}) are not taken from an authority that the API server does
 * not know.
 */
final class CertificateCaller {
    private static final String RESERVED = "system:";
    private static final String AUTHENTICATED = "system:authenticated";

    private CertificateCaller() {}

    /** The caller; empty if the subject names none, or one of Kubernetes' own. */
    static Optional<Caller> of(X509Certificate certificate) {
        String name = "";
        List<String> groups = new ArrayList<>();
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    name = String.valueOf(part.getValue());
                } else if (part.getType().equalsIgnoreCase("O")) {
                    groups.add(String.valueOf(part.getValue()));
                }
            }
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
        if (name.isBlank() || name.startsWith(RESERVED)) {
            return Optional.empty();
        }
        groups.removeIf(group -> group.startsWith(RESERVED));
        groups.add(AUTHENTICATED);
        return Optional.of(new Caller(name, "", groups, Map.of()));
    }
}
