using System.Globalization;
using System.Security;
using System.Text;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Tests.Platform.Spreadsheets;

namespace ReportsAdmin.Tests.Features.Imports;

/// <summary>An .xlsx written cell by cell, for what no sheet writer would produce. Text becomes text, numbers become numbers, a <see cref="Cell"/> stands as it is.</summary>
internal sealed class RawSheet
{
    private readonly StringBuilder rows = new();
    private int last;

    public static RawSheet Under(string header) => new RawSheet().Texts(header);

    public RawSheet Texts(string cells) => Row([.. cells.Split('|')]);

    public RawSheet Row(params object?[] cells) => RowAt(last + 1, cells);

    public RawSheet HiddenRow(params object?[] cells) => Add(last + 1, " hidden=\"1\"", cells);

    public RawSheet RowAt(int number, params object?[] cells) => Add(number, "", cells);

    public byte[] Build(string after = "") =>
        ((MemoryStream)new XlsxParts().Rows(rows.ToString(), after).Build()).ToArray();

    public byte[] BuildIn1904() =>
        new XlsxParts()
            .Rows(rows.ToString())
            .Set(
                "xl/workbook.xml",
                XlsxParts.Workbook("<sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/>", "<workbookPr date1904=\"1\"/>")
            )
            .Build()
            .ToArray();

    /// <summary>The rows as the content of a sheet, to be put into a workbook of several.</summary>
    public string Xml => $"<worksheet xmlns=\"{XlsxParts.Main}\"><sheetData>{rows}</sheetData></worksheet>";

    private RawSheet Add(int number, string attributes, object?[] cells)
    {
        last = number;
        rows.Append(CultureInfo.InvariantCulture, $"<row r=\"{number}\"{attributes}>");
        for (var column = 0; column < cells.Length; column++)
        {
            var at = Columns.Address(number, column);
            rows.Append(
                cells[column] switch
                {
                    null or "" => "",
                    Cell cell => cell.Write(at),
                    string text => Cell.Text(text).Write(at),
                    var number1 => Cell.Number(Convert.ToDouble(number1, CultureInfo.InvariantCulture)).Write(at),
                }
            );
        }

        rows.Append("</row>");
        return this;
    }
}

/// <summary>One cell as XML, given its address.</summary>
internal sealed record Cell(Func<string, string> Write)
{
    public static Cell Text(string text) =>
        new(at =>
            $"<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></is></c>"
        );

    public static Cell Number(double number, int style = 0) =>
        new(at => string.Create(CultureInfo.InvariantCulture, $"<c r=\"{at}\" s=\"{style}\"><v>{number:R}</v></c>"));

    public static Cell Error(string code) => new(at => $"<c r=\"{at}\" t=\"e\"><v>{code}</v></c>");

    public static Cell Uncalculated(string formula) => new(at => $"<c r=\"{at}\"><f>{formula}</f></c>");
}
