namespace ReportsAdmin.Platform.Spreadsheets;

/// <summary>Sheets of text cells, as an import offers them for trying it out.</summary>
public static class SampleSheet
{
    /// <param name="name">Of the sheet.</param>
    /// <param name="heading">The lines above the header row.</param>
    /// <param name="lines">One for each row, its cells separated by <c>|</c>.</param>
    /// <param name="width">Of every column, in characters.</param>
    public static void Write(
        Stream output,
        string name,
        IReadOnlyList<string> heading,
        IReadOnlyList<string> headers,
        IEnumerable<string> lines,
        double width = 20
    )
    {
        using var writer = new XlsxWriter(output);
        writer.BeginSheet(
            new SheetSpec
            {
                Name = name,
                Heading = heading,
                Columns = [.. headers.Select(h => new SheetColumn(h, ColumnType.Text, width))],
                AutoFilter = false,
            }
        );
        foreach (var line in lines)
        {
            writer.BeginRow();
            foreach (var cell in line.Split('|'))
                writer.Text(cell);
            writer.EndRow();
        }

        writer.EndSheet();
        writer.Complete();
    }
}
