using System.Text;
using ReportsAdmin.Platform.Spreadsheets.Zip;

namespace ReportsAdmin.Platform.Spreadsheets.Writing;

/// <summary>Values of drop-downs. Short lists are in the rule itself; long ones go to a hidden sheet, written last.</summary>
internal sealed class DropDownLists(SheetNames names)
{
    // The longest list Excel accepts inside a rule.
    private const int MaxInline = 255;
    private const int LastRow = 1_048_576;

    private readonly List<IReadOnlyList<string>> lists = [];
    private string? sheetName;

    public string Rules(IReadOnlyList<DropDown> dropDowns, int firstRow)
    {
        var xml = new StringBuilder(FormattableString.Invariant($"<dataValidations count=\"{dropDowns.Count}\">"));
        foreach (var dropDown in dropDowns)
        {
            var column = Columns.Name(dropDown.Column);
            xml.Append(
                    "<dataValidation type=\"list\" allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\" errorTitle=\"Not in the list\" error=\"Choose one of the values offered.\" "
                )
                .Append(
                    FormattableString.Invariant(
                        $"sqref=\"{column}{firstRow}:{column}{LastRow}\"><formula1>{System.Security.SecurityElement.Escape(Source(dropDown.Values))}</formula1></dataValidation>"
                    )
                );
        }

        return xml.Append("</dataValidations>").ToString();
    }

    /// <summary>Writes the hidden sheet when any list needs it.</summary>
    public WrittenSheet? Write(ZipWriter zip, int number, SharedStringTable strings)
    {
        if (lists.Count == 0)
            return null;
        using var part = new SheetPart(
            zip.Begin(FormattableString.Invariant($"xl/worksheets/sheet{number}.xml")),
            strings
        );
        part.Begin((IReadOnlyList<SheetColumn>)[], frozenRows: 0, selected: false);
        for (var row = 0; row < lists.Max(l => l.Count); row++)
        {
            part.BeginRow();
            foreach (var list in lists)
            {
                if (row < list.Count && list[row].Length > 0)
                    part.Text(list[row], style: 0, share: false);
                else
                    part.Skip();
            }

            part.EndRow();
        }

        part.End("");
        return new WrittenSheet(sheetName!, Hidden: true);
    }

    private string Source(IReadOnlyList<string> values)
    {
        var inline = string.Join(',', values);
        if (
            inline.Length <= MaxInline
            && values.All(v =>
                v.Length > 0 && !v.Contains(',', StringComparison.Ordinal) && v.Trim() == v && !v.Any(char.IsControl)
            )
        )
            return $"\"{inline.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        sheetName ??= names.Take("Lists");
        lists.Add(values);
        var column = Columns.Name(lists.Count - 1);
        return FormattableString.Invariant(
            $"{SheetNames.Quote(sheetName)}!${column}$1:${column}${Math.Max(values.Count, 1)}"
        );
    }
}
