package org.polymorph.engine.diagnosis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.local.LocalTransport;
import org.polymorph.model.batch.InputFile;

/** A machine that answers scripts with a word in them as it was told, and all others like this machine. */
final class ScriptedTransport implements Transport {
    private final Map<String, Supplier<Answer>> answers = new LinkedHashMap<>();
    private final LocalTransport real = new LocalTransport();
    final List<String> scripts = new ArrayList<>();

    /** Sets the answer to scripts with a word in them; of several words the one told last counts. */
    ScriptedTransport says(String word, int exitCode, String stdout, String stderr) {
        return does(word, () -> new Answer(exitCode, stdout, stderr));
    }

    ScriptedTransport does(String word, Supplier<Answer> answer) {
        answers.remove(word);
        answers.put(word, answer);
        return this;
    }

    @Override
    public Answer run(String script, byte[] stdin, Duration deadline) {
        scripts.add(script);
        List<String> words = answers.keySet().stream().filter(script::contains).toList();
        if (words.isEmpty()) {
            return real.run(script, stdin, deadline);
        }
        Supplier<Answer> answer = answers.get(words.get(words.size() - 1));
        if (answer == null) {
            throw new NotDoneException("no answer");
        }
        return answer.get();
    }

    @Override
    public void upload(List<InputFile> files, String directory, Duration deadline) {
        real.upload(files, directory, deadline);
    }

    @Override
    public List<String> download(String directory, List<String> names, Path to, Duration deadline) {
        return real.download(directory, names, to, deadline);
    }

    @Override
    public String name() {
        return "ada@login.example";
    }

    @Override
    public void close() {
        real.close();
    }
}
