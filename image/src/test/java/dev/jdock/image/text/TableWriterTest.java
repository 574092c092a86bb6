package dev.jdock.image.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableWriterTest {
  @Test
  void padsColumnsByThreeAndToTen() {
    assertThat(TableWriter.DOCKER.align("ID\tIMAGE NAME HERE\tX\n1\ta\tlonger than the header\n"))
        .isEqualTo(
            """
            ID        IMAGE NAME HERE   X
            1         a                 longer than the header
            """);
  }

  @Test
  void widensAColumnOnlyWithinNeighbouringLinesThatHaveIt() {
    assertThat(TableWriter.DOCKER.align("aaaaaaaaaaaaaaaa\tb\nplain\nc\td\n"))
        .isEqualTo("aaaaaaaaaaaaaaaa   b\nplain\nc         d\n");
  }

  @Test
  void padsALastCellThatATabEnds() {
    assertThat(TableWriter.DOCKER.align("a\tb\t\n")).isEqualTo("a         b         \n");
  }

  @Test
  void countsCharactersNotBytes() {
    assertThat(TableWriter.DOCKER.align("éééééééé…\tx\n")).isEqualTo("éééééééé…   x\n");
  }

  @Test
  void keepsEmptyCells() {
    assertThat(TableWriter.DOCKER.align("A\tB\tC\n1\t\t3\n"))
        .isEqualTo("A         B         C\n1                   3\n");
  }

  @Test
  void buildsLinesFromRows() {
    assertThat(TableWriter.DOCKER.table(List.of(List.of("A", "B"), List.of("1", "2"))))
        .isEqualTo("A         B\n1         2\n");
  }

  @Test
  void leavesTextWithoutALineEndOpen() {
    assertThat(TableWriter.DOCKER.align("a\tb")).isEqualTo("a         b");
  }
}
