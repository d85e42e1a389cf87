package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.command.StartPages.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class StartPagesTest {

    @Test
    void meansProgramFilesThatNobodyHasWrittenTo() {
        assertThat(StartPages.unchanged("""
                        00001000-00003000 r--p 00000000 fe:00 12  /usr/share/guichet/lib/guichet.jsa
                        Size:                  8 kB
                        Shared_Dirty:          0 kB
                        Private_Dirty:         0 kB
                        Anonymous:             0 kB
                        Swap:                  0 kB
                        VmFlags: rd mr mw me
                        00003000-00004000 rw-p 00000000 fe:00 12  /usr/share/guichet/lib/guichet.jsa
                        Size:                  8 kB
                        Shared_Dirty:          0 kB
                        Private_Dirty:         0 kB
                        Anonymous:             0 kB
                        Swap:                  0 kB
                        VmFlags: rd mr mw me
                        00004000-00005000 r--p 00000000 fe:00 12  /usr/share/guichet/lib/guichet.jsa
                        Size:                  8 kB
                        Shared_Dirty:          0 kB
                        Private_Dirty:         4 kB
                        Anonymous:             0 kB
                        Swap:                  0 kB
                        VmFlags: rd mr mw me
                        00005000-00006000 r--p 00000000 fe:00 12  /usr/share/guichet/lib/guichet.jsa
                        Size:                  8 kB
                        Shared_Dirty:          0 kB
                        Private_Dirty:         0 kB
                        Anonymous:             4 kB
                        Swap:                  0 kB
                        VmFlags: rd mr mw me
                        00006000-00007000 r--p 00000000 fe:00 12  /usr/share/guichet/lib/guichet.jsa
                        Size:                  8 kB
                        Shared_Dirty:          0 kB
                        Private_Dirty:         0 kB
                        Anonymous:             0 kB
                        Swap:                  4 kB
                        VmFlags: rd mr mw me
                        00007000-00008000 r--p 00000000 fe:00 12  /usr/share/guichet/lib/guichet.jsa
                        Size:                  8 kB
                        Shared_Dirty:          0 kB
                        Private_Dirty:         0 kB
                        Swap:                  0 kB
                        VmFlags: rd mr mw me
                        00008000-00009000 r--p 00000000 fe:00 12  /usr/lib/jvm/lib/server/libjvm.so
                        Size:                  8 kB
                        Shared_Dirty:          0 kB
                        Private_Dirty:         0 kB
                        Anonymous:             0 kB
                        Swap:                  0 kB
                        VmFlags: rd mr mw me
                        00009000-0000c000 r-xp 00000000 fe:00 12  /usr/lib/jvm/lib/server/libjvm.so
                        Size:                  8 kB
                        Shared_Dirty:          0 kB
                        Private_Dirty:         0 kB
                        Anonymous:             0 kB
                        Swap:                  0 kB
                        VmFlags: rd mr mw me
                        0000c000-0000d000 r-xp 00000000 fe:00 12  /usr/lib/libother.so
                        Size:                  8 kB
                        Shared_Dirty:          0 kB
                        Private_Dirty:         0 kB
                        Anonymous:             0 kB
                        Swap:                  0 kB
                        VmFlags: rd mr mw me
                        0000d000-0000e000 r--p 00000000 fe:00 12
                        Size:                  8 kB
                        Shared_Dirty:          0 kB
                        Private_Dirty:         0 kB
                        Anonymous:             0 kB
                        Swap:                  0 kB
                        VmFlags: rd mr mw me
                        0000e000-0000f000 r--s 00000000 fe:00 12  /usr/lib/jvm/lib/modules
                        Size:                  8 kB
                        Shared_Dirty:          0 kB
                        Private_Dirty:         0 kB
                        Anonymous:             0 kB
                        Swap:                  0 kB
                        VmFlags: rd mr mw me
                        """.lines().toList()))
                .containsExactly(new Range(0x1000, 0x2000), new Range(0x9000, 0x3000), new Range(0xe000, 0x1000));
    }

    @Test
    void givesThemBackAndGoesOn() throws IOException {
        List<Range> ranges = StartPages.unchanged(Files.readAllLines(Path.of("/proc/self/smaps")));
        assertThat(ranges).isNotEmpty();
        long before = resident(ranges);
        StartPages.giveBack(ranges);
        assertThat(resident(ranges)).isLessThan(before);
    }

    /** Kilobytes of the ranges that are in memory. */
    private static long resident(List<Range> ranges) throws IOException {
        List<String> starts = ranges.stream()
                .map(range -> String.format("%08x-", range.start()))
                .collect(Collectors.toList());
        long sum = 0;
        boolean meant = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (!Character.isUpperCase(line.charAt(0))) {
                meant = starts.stream().anyMatch(line::startsWith);
            } else if (meant && line.startsWith("Rss:")) {
                sum += Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return sum;
    }

    @Test
    void waitsLongerTheOlderTheProcessIs() {
        assertThat(StartPages.pause(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(10));
        assertThat(StartPages.pause(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(30));
        assertThat(StartPages.pause(Duration.ofDays(1))).isEqualTo(Duration.ofMinutes(10));
    }
}
