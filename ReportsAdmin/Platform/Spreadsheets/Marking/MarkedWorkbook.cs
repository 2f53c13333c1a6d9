using System.Text;
using ReportsAdmin.Platform.Spreadsheets.Writing;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;
using ReportsAdmin.Platform.Spreadsheets.Zip;

namespace ReportsAdmin.Platform.Spreadsheets.Marking;

/// <summary>Copies a workbook part by part, changing the few that marks touch.</summary>
internal sealed class MarkedWorkbook
{
    // Each note carries a drawn box; thousands of them make Excel slow to open the file.
    private const int MaxNotes = 500;
    private const string ProblemsPart = "xl/worksheets/problems.xml";
    private const string ContentTypesPart = "[Content_Types].xml";
    private const string NewId = "rIdProblems";
    private const string NotesId = "rIdProblemNotes";

    private readonly XlsxPackage package;
    private readonly XlsxWorkbook workbook;
    private readonly int sheetIndex;
    private readonly IReadOnlyList<CellMark> marks;
    private readonly MarkIndex index;
    private readonly List<(int Row, int Column, string Text)> notes = [];
    private readonly string problemsName;
    private readonly string commentsPart;
    private readonly string drawingPart;

    // A marked file that was corrected and uploaded comes back with our own parts in it: they are replaced, not doubled.
    private readonly bool hasProblems;
    private readonly bool hasOwnNotes;
    private readonly bool takesNotes;

    public MarkedWorkbook(XlsxPackage package, XlsxWorkbook workbook, int sheetIndex, IReadOnlyList<CellMark> marks)
    {
        (this.package, this.workbook, this.sheetIndex, this.marks) = (package, workbook, sheetIndex, marks);
        index = MarkIndex.Of(marks);
        problemsName = new SheetNames(workbook.AllSheetNames).Take(ProblemSheet.Name);
        commentsPart = FormattableString.Invariant($"xl/problemNotes{sheetIndex + 1}.xml");
        drawingPart = FormattableString.Invariant($"xl/drawings/problemNotes{sheetIndex + 1}.vml");
        hasProblems = package.Has(ProblemsPart);
        hasOwnNotes = package.Has(commentsPart) && package.Has(drawingPart);
        takesNotes =
            hasOwnNotes
            || !package.Relations(SheetPart).Any(r => r.Type is "comments" or "vmlDrawing" or "threadedComment");
        if (!takesNotes)
            return;
        notes.AddRange(
            marks
                .Where(m => m.Column is not null)
                .GroupBy(m => (m.Row, m.Column!.Value))
                .Take(MaxNotes)
                .Select(g => (g.Key.Row, g.Key.Value, string.Join('\n', g.Select(m => m.Message))))
        );
    }

    public void Write(Stream output)
    {
        var zip = new ZipWriter(output);
        using var stylesSource = package.OpenSmall(workbook.StylesPart!);
        var styles = new MarkedStyles(stylesSource);
        WriteSheet(zip, styles);
        using (var part = zip.Begin(workbook.StylesPart!))
            styles.Save(part);
        WriteProblems(zip);
        if (takesNotes)
            NotesPart.Write(zip, commentsPart, drawingPart, notes);
        if (!hasProblems)
        {
            Insert(zip, workbook.WorkbookPart, "sheets", SheetElement);
            Insert(zip, RelationsOf(workbook.WorkbookPart), "Relationships", prefix =>
                Relation(prefix, NewId, "worksheet", ProblemsPart)
            );
        }

        if (!hasProblems || AddsNotes)
            Insert(zip, ContentTypesPart, "Types", ContentTypes);
        if (AddsNotes)
            WriteSheetRelations(zip);
        CopyOthers(zip);
        zip.Complete();
    }

    private bool AddsNotes => takesNotes && !hasOwnNotes;

    private string SheetPart => workbook.SheetPart(sheetIndex);

    private void WriteSheet(ZipWriter zip, MarkedStyles styles)
    {
        using var source = new XmlScanner(package.Open(SheetPart));
        using var part = zip.Begin(SheetPart);
        using var buffered = new BufferedStream(part, 1 << 16);
        new MarkedSheet(source, buffered, index, styles).Copy(AddsNotes ? NotesId : null);
    }

    private void WriteProblems(ZipWriter zip)
    {
        using var part = new SheetPart(zip.Begin(ProblemsPart), new SharedStringTable());
        ProblemSheet.Write(part, workbook.Sheets[sheetIndex].Name, marks, Values());
    }

    /// <summary>What is in the marked cells, for the list.</summary>
    private Dictionary<(int, int), string> Values()
    {
        var values = new Dictionary<(int, int), string>();
        using var reader = workbook.OpenSheet(sheetIndex);
        while (reader.Read())
        {
            foreach (var column in index.In(reader.RowNumber))
                values[(reader.RowNumber, column)] = reader[column].Display;
        }

        return values;
    }

    private string SheetElement(string prefix) =>
        FormattableString.Invariant(
            $"<{prefix}sheet xmlns:r=\"{OpenXml.OfficeRelations}\" name=\"{System.Security.SecurityElement.Escape(problemsName)}\" sheetId=\"{workbook.LastSheetId + 1}\" r:id=\"{NewId}\"/>"
        );

    private string ContentTypes(string prefix)
    {
        var types = new StringBuilder();
        if (!hasProblems)
            types.Append(
                $"<{prefix}Override PartName=\"/{ProblemsPart}\" ContentType=\"{OpenXml.SpreadsheetType}worksheet+xml\"/>"
            );
        if (AddsNotes)
        {
            types.Append(
                $"<{prefix}Override PartName=\"/{commentsPart}\" ContentType=\"{OpenXml.SpreadsheetType}comments+xml\"/>"
            );
            types.Append($"<{prefix}Override PartName=\"/{drawingPart}\" ContentType=\"{OpenXml.VmlType}\"/>");
        }

        return types.ToString();
    }

    private void WriteSheetRelations(ZipWriter zip)
    {
        string Added(string prefix) =>
            Relation(prefix, NotesId, "vmlDrawing", drawingPart)
            + Relation(prefix, NotesId + "Text", "comments", commentsPart);
        var name = RelationsOf(SheetPart);
        if (package.Has(name))
        {
            Insert(zip, name, "Relationships", Added);
            return;
        }

        using var part = zip.Begin(name);
        part.Write(
            Encoding.UTF8.GetBytes(
                $"{OpenXml.Declaration}<Relationships xmlns=\"{OpenXml.PackageRelations}\">{Added("")}</Relationships>"
            )
        );
    }

    /// <summary>Copies a small part and adds an element at the end of one of its lists.</summary>
    private void Insert(ZipWriter zip, string partName, string list, Func<string, string> element)
    {
        using var source = new XmlScanner(package.OpenSmall(partName));
        using var part = zip.Begin(partName);
        using var buffered = new BufferedStream(part, 1 << 14);
        while (source.MoveToMarkup())
        {
            var isList = source.Tag[0] is not ((byte)'!' or (byte)'?') && source.Is(Encoding.UTF8.GetBytes(list));
            if (!isList || (!source.IsEnd && !source.IsEmpty))
            {
                buffered.Write(source.RawToken);
                continue;
            }

            var tag = source.IsEnd ? source.Tag[1..] : source.Tag[..^1];
            var name = Encoding.UTF8.GetString(source.Name);
            var prefix = Encoding.UTF8.GetString(tag[..tag.IndexOf(source.Name)]);
            var opening = source.IsEnd ? "" : $"<{Encoding.UTF8.GetString(tag)}>";
            buffered.Write(source.RawText);
            buffered.Write(Encoding.UTF8.GetBytes($"{opening}{element(prefix)}</{prefix}{name}>"));
        }

        buffered.Write(source.Ahead);
    }

    private void CopyOthers(ZipWriter zip)
    {
        var written = new HashSet<string>(zip.Names, StringComparer.OrdinalIgnoreCase);
        foreach (var name in package.PartNames)
        {
            if (name.EndsWith('/') || !written.Add(name))
                continue;
            using var source = package.Open(name);
            using var part = zip.Begin(name);
            source.CopyTo(part);
        }
    }

    private static string Relation(string prefix, string id, string type, string part) =>
        $"<{prefix}Relationship Id=\"{id}\" Type=\"{OpenXml.OfficeRelations}/{type}\" Target=\"/{part}\"/>";

    private static string RelationsOf(string part)
    {
        var slash = part.LastIndexOf('/') + 1;
        return $"{part[..slash]}_rels/{part[slash..]}.rels";
    }
}
