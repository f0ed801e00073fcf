package org.polymorph.model.spi;

/** A classical potential by name, such as {@code sw}; made from its parameters. Stateless. */
public interface CalculatorProvider extends Named {

    /** Makes the calculator; what is wrong with the settings is added to their problems. */
    Calculator create(Settings settings);
}
