using System.Globalization;
using System.Net;
using System.Text;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;

namespace ReportsAdmin.Platform.Spreadsheets.Text;

/// <summary>Reads the table rows of an HTML page as a stream. A cell over several columns fills the first; scripts, styles and comments are passed over.</summary>
internal sealed class HtmlSheetReader : ISheetReader
{
    private const int MaxCellText = 1 << 20;

    private readonly Stream file;
    private readonly StreamReader reader;
    private readonly XlsxRowCells cells;
    private readonly SheetLimits limits;
    private readonly StringBuilder text = new();
    private readonly StringBuilder tag = new();
    private bool done;

    public HtmlSheetReader(Stream file, Encoding encoding, SheetLimits limits)
    {
        (this.file, this.limits) = (file, limits);
        reader = new StreamReader(
            file,
            encoding,
            detectEncodingFromByteOrderMarks: true,
            bufferSize: 1 << 16,
            leaveOpen: true
        );
        cells = new XlsxRowCells(limits);
    }

    public int RowNumber { get; private set; }

    public bool RowHidden => false;

    public int Count => cells.Count;

    public ref readonly SheetCell this[int column] => ref cells[column];

    public double Progress => done || file.Length == 0 ? 1 : Math.Min(1, (double)file.Position / file.Length);

    public bool Read()
    {
        cells.Clear();
        while (NextTag())
        {
            if (!IsTag("tr"))
                continue;
            if (++RowNumber > limits.MaxRows)
                throw new SheetException(
                    SheetFault.TooLarge,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The table has more than {limits.MaxRows:N0} rows. Split it into several files."
                    )
                );
            ReadRow();
            if (cells.Count > 0)
                return true;
        }

        done = true;
        return false;
    }

    public void Dispose() => reader.Dispose();

    private void ReadRow()
    {
        int column = 0,
            span = 0;
        var inCell = false;
        while (NextTag())
        {
            var opens = IsTag("td") || IsTag("th");
            var ends = IsTag("/tr") || IsTag("/table");
            if (opens || ends || IsTag("/td") || IsTag("/th"))
            {
                if (inCell)
                {
                    FillCell(column);
                    column += span;
                }

                inCell = opens;
                if (ends)
                    return;
                if (opens)
                    span = Span();
                text.Clear();
            }
            else if (IsTag("br") && inCell)
            {
                text.Append('\n');
            }
        }
    }

    private void FillCell(int column)
    {
        var value = WebUtility.HtmlDecode(Collapse(text.ToString())).Replace('\u00A0', ' ').Trim();
        if (value.Length > 0)
            cells.Fill(column) = SheetCell.OfText(value);
    }

    /// <summary>Line breaks and runs of blanks in the source mean one blank; <c>br</c> was kept apart as a line feed.</summary>
    private static string Collapse(string source)
    {
        var result = new StringBuilder(source.Length);
        foreach (var c in source)
        {
            if (c is ' ' or '\t' or '\r')
            {
                if (result.Length > 0 && result[^1] is not (' ' or '\n'))
                    result.Append(' ');
            }
            else
            {
                result.Append(c);
            }
        }

        return result.ToString();
    }

    private int Span()
    {
        var at = tag.ToString().IndexOf("colspan", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return 1;
        var digits = new string(
            tag.ToString()[(at + 7)..]
                .SkipWhile(c => c is '=' or '"' or '\'' or ' ')
                .TakeWhile(char.IsAsciiDigit)
                .Take(5)
                .ToArray()
        );
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var span)
            ? Math.Clamp(span, 1, limits.MaxColumns)
            : 1;
    }

    private bool IsTag(string name)
    {
        if (tag.Length < name.Length)
            return false;
        for (var i = 0; i < name.Length; i++)
        {
            if ((tag[i] | 0x20) != (name[i] | 0x20))
                return false;
        }

        return tag.Length == name.Length || !char.IsAsciiLetterOrDigit(tag[name.Length]);
    }

    /// <summary>Collects text up to the next tag and the inside of the tag.</summary>
    private bool NextTag()
    {
        while (true)
        {
            int c;
            while ((c = reader.Read()) is not (-1 or '<'))
            {
                // A line feed in the source is a blank; only br makes one.
                if (text.Length < MaxCellText)
                    text.Append(c == '\n' ? ' ' : (char)c);
            }

            if (c < 0)
                return false;
            tag.Clear();
            while ((c = reader.Read()) is not (-1 or '>'))
            {
                if (tag.Length < 4096)
                    tag.Append((char)c);
                if (tag.Length == 3 && IsComment())
                    break;
            }

            if (IsComment())
            {
                if (!SkipTo("-->"))
                    return false;
                continue;
            }

            if (IsTag("script") || IsTag("style"))
            {
                if (!SkipTo(IsTag("script") ? "</script>" : "</style>"))
                    return false;
                continue;
            }

            return c >= 0;
        }
    }

    private bool IsComment() => tag.Length >= 3 && tag[0] == '!' && tag[1] == '-' && tag[2] == '-';

    private bool SkipTo(string end)
    {
        var matched = 0;
        int c;
        while ((c = reader.Read()) >= 0)
        {
            matched =
                char.ToLowerInvariant((char)c) == end[matched] ? matched + 1
                : c == end[0] ? 1
                : matched > 1 && end[0] == '-' && c == '-' ? matched
                : 0;
            if (matched == end.Length)
                return true;
        }

        return false;
    }
}
