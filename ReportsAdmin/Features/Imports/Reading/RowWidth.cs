using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Finds rows that are wider than their header: an amount typed as 1,23,456.00 without quotation marks moves every value behind it.</summary>
internal sealed class RowWidth(IReadOnlyList<string> headers)
{
    // Headers are kept up to this width; beyond it nothing is known.
    private const int MostHeaders = 256;

    private readonly int columns = LastNamed(headers) + 1;

    /// <summary>What is wrong with the current row; null when it fits its header.</summary>
    public string? Problem(ISheetReader reader)
    {
        if (reader.Count <= columns || headers.Count >= MostHeaders)
            return null;
        for (var i = columns; i < reader.Count; i++)
        {
            ref readonly var cell = ref reader[i];
            if (cell.Kind != CellKind.Empty && !(cell.Kind == CellKind.Text && string.IsNullOrWhiteSpace(cell.Text)))
                return Describe(reader, i);
        }

        return null;
    }

    private string Describe(ISheetReader reader, int column)
    {
        var split = SplitAmount(reader);
        var value = CleanText.Clip(CleanText.Of(reader[column].Display), 40);
        var start =
            $"The row is wider than the header: '{value}' in column {Columns.Name(column)} lies beyond the last column, {headers[columns - 1]}.";
        return split is null
            ? $"{start} Name the column, or clear the cell."
            : $"{start} Put amounts with commas in quotation marks: \"{split}\".";
    }

    /// <summary>The first run of cells that read as one amount when commas join them.</summary>
    private static string? SplitAmount(ISheetReader reader)
    {
        for (var first = 0; first + 1 < reader.Count; first++)
        {
            if (!IsGroup(reader[first], 1))
                continue;
            var text = reader[first].Text!.Trim();
            for (var next = first + 1; next < reader.Count && reader[next].Kind == CellKind.Text; next++)
            {
                var part = reader[next].Text!.Trim();
                text += "," + part;
                if (EndsAmount(part))
                    return text;
                if (!IsGroup(reader[next], 2))
                    break;
            }
        }

        return null;
    }

    private static bool IsGroup(in SheetCell cell, int least) =>
        cell is { Kind: CellKind.Text, Text: { } text }
        && text.Trim() is var digits
        && digits.Length >= least
        && digits.Length <= 3
        && digits.All(char.IsAsciiDigit);

    private static bool EndsAmount(string part)
    {
        var dot = part.IndexOf('.', StringComparison.Ordinal);
        var whole = dot < 0 ? part : part[..dot];
        return whole.Length == 3 && part.Replace(".", "", StringComparison.Ordinal).All(char.IsAsciiDigit);
    }

    private static int LastNamed(IReadOnlyList<string> headers)
    {
        var last = headers.Count - 1;
        while (last >= 0 && string.IsNullOrWhiteSpace(headers[last]))
            last--;
        return last;
    }
}
