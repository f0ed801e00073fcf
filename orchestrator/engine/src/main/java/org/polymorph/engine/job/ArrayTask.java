package org.polymorph.engine.job;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A job's place in a job array.
 *
 * @param array name of the array in the batch system
 * @param index of the job in it, from 0 on
 */
public record ArrayTask(String array, int index) {
    public ArrayTask {
        if (!array.matches("[A-Za-z0-9_.-]+") || index < 0) {
            throw new IllegalArgumentException(
                    "expected the name of an array and an index not below 0, found \"" + array + "\", " + index);
        }
    }

    /** Writes places as one text. */
    public static String text(List<ArrayTask> tasks) {
        return tasks.stream().map(task -> task.array() + "/" + task.index()).collect(Collectors.joining(" "));
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static List<ArrayTask> parse(String text) {
        return Arrays.stream(text.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> {
                    int slash = word.lastIndexOf('/');
                    if (slash < 0) {
                        throw new IllegalArgumentException("expected NAME/INDEX, found \"" + word + "\"");
                    }
                    return new ArrayTask(word.substring(0, slash), Integer.parseInt(word.substring(slash + 1)));
                })
                .toList();
    }
}
