package dev.podfailure.ruletest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podfailure.failure.EscapedText;
import dev.podfailure.ruletest.TestReport.FileResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The report as the XML of JUnit, which every CI system shows: a test suite for each file. */
public final class JUnitReport {
    private final XMLStreamWriter xml;

    private JUnitReport(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /**
     * Writes a report.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(TestReport report, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, UTF_8.name());
            new JUnitReport(xml).write(report);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void write(TestReport report) throws XMLStreamException {
        xml.writeStartDocument(UTF_8.name(), "1.0");
        newLine(0);
        xml.writeStartElement("testsuites");
        for (FileResult file : report.files()) {
            newLine(1);
            xml.writeStartElement("testsuite");
            attribute("name", file.name());
            attribute("tests", Integer.toString(file.results().size()));
            attribute("failures", Integer.toString(file.failed().size()));
            attribute("errors", "0");
            attribute("skipped", "0");
            for (RuleTestResult result : file.results()) {
                write(file.name(), result);
            }
            newLine(1);
            xml.writeEndElement();
        }
        newLine(0);
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void write(String file, RuleTestResult result) throws XMLStreamException {
        newLine(2);
        xml.writeStartElement("testcase");
        attribute("classname", file);
        attribute("name", result.tested().name());
        attribute("file", file);
        attribute("line", Integer.toString(result.tested().place().line()));
        if (!result.passed()) {
            newLine(3);
            xml.writeStartElement("failure");
            attribute("message", TestReport.lines(result).getFirst());
            xml.writeCharacters(TestReport.lines(result).stream()
                    .map(EscapedText::of)
                    .collect(Collectors.joining("\n", result.tested().place() + "\n", "\n")));
            xml.writeEndElement();
            newLine(2);
        }
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, EscapedText.of(value));
    }

    private void newLine(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }
}
