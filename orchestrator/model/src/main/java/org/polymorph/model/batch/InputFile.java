package org.polymorph.model.batch;

import java.nio.charset.StandardCharsets;

/**
 * A file to be written into a job's directory before it starts.
 *
 * @param name plain file name, no directories
 * @param content copied in and out
 */
public record InputFile(String name, byte[] content) {
    public InputFile {
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
            throw new IllegalArgumentException("expected a plain file name, found \"" + name + "\"");
        }
        content = content.clone();
    }

    public static InputFile text(String name, String content) {
        return new InputFile(name, content.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public byte[] content() {
        return content.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InputFile that
                && name.equals(that.name)
                && java.util.Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + java.util.Arrays.hashCode(content);
    }
}
