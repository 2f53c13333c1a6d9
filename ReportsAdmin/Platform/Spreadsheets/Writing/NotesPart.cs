using System.Globalization;
using System.Text;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;
using ReportsAdmin.Platform.Spreadsheets.Zip;

namespace ReportsAdmin.Platform.Spreadsheets.Writing;

/// <summary>Notes on cells: the texts, and the old vector drawing Excel still wants for their boxes.</summary>
internal static class NotesPart
{
    public static void Write(
        ZipWriter zip,
        string commentsName,
        string drawingName,
        IReadOnlyList<(int Row, int Column, string Text)> notes
    )
    {
        var ordered = notes.OrderBy(n => n.Row).ThenBy(n => n.Column).ToList();
        using (var sink = new Utf8Sink(zip.Begin(commentsName)))
        {
            sink.Write(OpenXml.Declaration);
            sink.Write(
                FormattableString.Invariant(
                    $"<comments xmlns=\"{OpenXml.Main}\"><authors><author/></authors><commentList>"
                )
            );
            foreach (var (row, column, text) in ordered)
            {
                sink.Write(
                    FormattableString.Invariant(
                        $"<comment ref=\"{Columns.Address(row, column)}\" authorId=\"0\"><text><r>"
                    )
                );
                sink.CellText(text.Length == 0 ? " " : text);
                sink.Write("</r></text></comment>"u8);
            }

            sink.Write("</commentList></comments>"u8);
        }

        using var drawing = new Utf8Sink(zip.Begin(drawingName));
        drawing.Write(
            "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>"u8
        );
        for (var i = 0; i < ordered.Count; i++)
            drawing.Write(Shape(i, ordered[i].Row, ordered[i].Column, ordered[i].Text));
        drawing.Write("</xml>"u8);
    }

    private static string Shape(int index, int row, int column, string text)
    {
        var lines = Math.Clamp(text.Length / 30 + 2 + text.Count(c => c == '\n'), 3, 12);
        return new StringBuilder()
            .Append(
                CultureInfo.InvariantCulture,
                $"<v:shape id=\"_x0000_s{1025 + index}\" type=\"#_x0000_t202\" style=\"position:absolute;visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:textbox/>"
            )
            .Append(
                CultureInfo.InvariantCulture,
                $"<x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{column + 1}, 15, {row - 1}, 4, {column + 4}, 15, {row - 1 + lines}, 4</x:Anchor>"
            )
            .Append(
                CultureInfo.InvariantCulture,
                $"<x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
            )
            .ToString();
    }
}
