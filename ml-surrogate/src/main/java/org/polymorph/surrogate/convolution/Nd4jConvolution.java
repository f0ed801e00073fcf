package org.polymorph.surrogate.convolution;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution by ND4J's own operations, on whatever backend of ND4J is on the class path, such as a GPU. On processors it is
 * some ten times slower than {@link ColumnConvolution}.
 */
final class Nd4jConvolution implements Convolution {

    @Override
    public void forward(Field in, double[] weights, int stride, Field out) {
        INDArray result = Nd4j.create(DataType.DOUBLE, 1, out.edge, out.edge, out.edge, out.channels);
        Nd4j.exec(operation("conv3dnew", stride, List.of(values(in), weights(weights, in, out)), List.of(result)));
        System.arraycopy(result.data().asDouble(), 0, out.values, 0, out.values.length);
    }

    @Override
    public void backward(Field in, double[] weights, int stride, Field out, double[] weightSlopes) {
        INDArray input = values(in);
        INDArray kernel = weights(weights, in, out);
        INDArray slopes = Nd4j.createFromArray(out.slopes).reshape(1, out.edge, out.edge, out.edge, out.channels);
        INDArray inputSlopes = Nd4j.create(DataType.DOUBLE, input.shape());
        INDArray kernelSlopes = Nd4j.create(DataType.DOUBLE, kernel.shape());
        Nd4j.exec(
                operation("conv3dnew_bp", stride, List.of(input, kernel, slopes), List.of(inputSlopes, kernelSlopes)));
        add(inputSlopes, in.slopes);
        add(kernelSlopes, weightSlopes);
    }

    private static INDArray values(Field field) {
        return Nd4j.createFromArray(field.values).reshape(1, field.edge, field.edge, field.edge, field.channels);
    }

    private static INDArray weights(double[] weights, Field in, Field out) {
        return Nd4j.createFromArray(weights).reshape(3, 3, 3, in.channels, out.channels);
    }

    // kernel, strides, margins, dilations, margins as given, channels last
    private static DynamicCustomOp operation(String name, int stride, List<INDArray> inputs, List<INDArray> outputs) {
        return DynamicCustomOp.builder(name)
                .addInputs(inputs.toArray(INDArray[]::new))
                .addOutputs(outputs.toArray(INDArray[]::new))
                .addIntegerArguments(3, 3, 3, stride, stride, stride, 1, 1, 1, 1, 1, 1, 0, 1)
                .build();
    }

    private static void add(INDArray from, double[] to) {
        double[] values = from.dup('c').data().asDouble();
        for (int i = 0; i < to.length; i++) {
            to[i] += values[i];
        }
    }
}
