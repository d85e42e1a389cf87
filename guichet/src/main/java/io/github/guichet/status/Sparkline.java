package io.github.guichet.status;

/** A plot of one line of text. */
final class Sparkline {

    private static final String BLOCKS = "▁▂▃▄▅▆▇█";
    private static final String ASCII = "_.:-=+*#";

    private Sparkline() {}

    /**
     * One character a value; a space where nothing is known.
     *
     * @param most the value of the highest character
     */
    static String of(double[] values, double most, boolean unicode) {
        String levels = unicode ? BLOCKS : ASCII;
        StringBuilder line = new StringBuilder(values.length);
        for (double value : values) {
            if (Double.isNaN(value)) {
                line.append(' ');
            } else {
                int level = most > 0 ? (int) Math.ceil(value / most * (levels.length() - 1)) : 0;
                line.append(levels.charAt(Math.max(0, Math.min(levels.length() - 1, level))));
            }
        }
        return line.toString();
    }
}
