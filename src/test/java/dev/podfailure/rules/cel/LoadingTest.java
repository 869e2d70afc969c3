package dev.podfailure.rules.cel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** CEL costs classes, memory and time: an operator without match conditions must not load it. */
class LoadingTest {

    @Test
    void loadsNoClassOfCelForRulesWithoutConditions() throws Exception {
        Recorder loader = new Recorder();

        loader.run(NoConditions.class);

        assertThat(loader.ofCel).isEmpty();
    }

    @Test
    void loadsThemForTheFirstCondition() throws Exception {
        Recorder loader = new Recorder();

        loader.run(OneCondition.class);

        assertThat(loader.ofCel).isNotEmpty();
    }

    /** What happens to a rule without conditions. */
    public static final class NoConditions implements Runnable {
        @Override
        public void run() {
            MatchConditions conditions = new MatchConditionCompiler(pattern -> Optional.empty())
                    .compile(List.of(), true)
                    .conditions();
            if (conditions.needsEvents() || !KeptFields.paths().containsKey("pod.status.reason")) {
                throw new IllegalStateException("no conditions need no events");
            }
        }
    }

    /** What happens to a rule with one. */
    public static final class OneCondition implements Runnable {
        @Override
        public void run() {
            new MatchConditionCompiler(pattern -> Optional.empty())
                    .compile(List.of(new MatchCondition("it", "true")), true);
        }
    }

    /** Loads this package anew and notes which classes of CEL it asks for. */
    private static final class Recorder extends ClassLoader {
        private final List<String> ofCel = new ArrayList<>();

        Recorder() {
            super(LoadingTest.class.getClassLoader());
        }

        void run(Class<? extends Runnable> type) throws ReflectiveOperationException {
            ((Runnable) loadClass(type.getName()).getConstructor().newInstance()).run();
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("dev.cel.")) {
                ofCel.add(name);
            }
            if (!name.startsWith("dev.podfailure.rules.cel.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            String file = name.replace('.', '/') + ".class";
            try (InputStream bytes = Objects.requireNonNull(getParent().getResourceAsStream(file), file)) {
                byte[] content = bytes.readAllBytes();
                return defineClass(name, content, 0, content.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
