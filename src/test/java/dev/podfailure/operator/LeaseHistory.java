package dev.podfailure.operator;

import dev.podfailure.rig.ControlPlane;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every version of a lease from now on. */
final class LeaseHistory implements AutoCloseable {
    private final List<LeaseSpec> versions = new CopyOnWriteArrayList<>();
    private final Watch watch;

    private LeaseHistory(ControlPlane plane, String name) {
        this.watch = plane.admin()
                .leases()
                .inNamespace(RunningOperator.NAMESPACE)
                .withName(name)
                .watch(new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, Lease lease) {
                        versions.add(lease.getSpec());
                    }

                    @Override
                    public void onClose(WatcherException cause) {}
                });
    }

    static LeaseHistory of(ControlPlane plane, String name) {
        return new LeaseHistory(plane, name);
    }

    /** Of each time that it was given back: how long nobody held it. */
    List<Duration> vacancies() {
        List<Duration> vacancies = new ArrayList<>();
        for (int i = 1; i < versions.size(); i++) {
            LeaseSpec before = versions.get(i - 1);
            LeaseSpec after = versions.get(i);
            if (before.getHolderIdentity().isEmpty()
                    && !after.getHolderIdentity().isEmpty()) {
                vacancies.add(Duration.between(before.getRenewTime(), after.getAcquireTime()));
            }
        }
        return vacancies;
    }

    @Override
    public void close() {
        watch.close();
    }
}
