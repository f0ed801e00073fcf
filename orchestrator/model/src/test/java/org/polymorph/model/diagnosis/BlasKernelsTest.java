package org.polymorph.model.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlasKernelsTest {
    @Test
    void kernels_are_chosen_by_the_flags_of_the_processor() {
        List<String> wide = List.of("sse2", "avx2", "fma", "avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512cd");
        assertThat(BlasKernels.forFlags(wide)).hasValue("SkylakeX");
        assertThat(BlasKernels.forFlags(List.of("avx2", "fma", "avx512f"))).hasValue("Haswell");
        assertThat(BlasKernels.forFlags(List.of("avx2", "fma"))).hasValue("Haswell");
        assertThat(BlasKernels.forFlags(List.of("avx2"))).isEmpty();
        assertThat(BlasKernels.forFlags(List.of("sse2"))).isEmpty();
    }
}
