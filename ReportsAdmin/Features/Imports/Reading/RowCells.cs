using System.Collections.Frozen;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Reads the cells of one row by the key of their field, and gathers what is wrong with them.</summary>
public sealed record RowCells
{
    private readonly SheetRow row;
    private readonly SheetFields fields;
    private List<RowProblem>? problems;

    /// <param name="mapped">The positions of the fields that the sheet has.</param>
    public RowCells(SheetRow row, SheetFields fields, int[] mapped)
    {
        (this.row, this.fields) = (row, fields);
        if (row.Problem is { } whole)
            (problems ??= []).Add(new RowProblem(null, whole));
        foreach (var position in mapped)
        {
            if (row.Cells[position].Problem is { } problem)
                Fault(fields.All[position].Key, problem);
        }
    }

    public IReadOnlyList<RowProblem> Problems => problems ?? [];

    /// <summary>The row's number in the sheet.</summary>
    public int RowNumber => row.RowNumber;

    public void Fault(string field, string message) => (problems ??= []).Add(new RowProblem(field, message));

    /// <summary>Whether the cell itself is wrong, so that nothing more is to be said of it.</summary>
    public bool IsFaulty(string field) => problems?.Exists(p => p.Field == field) ?? false;

    public string? Text(string field, int most = int.MaxValue)
    {
        var text = Cell(field).Text;
        if (text?.Length > most)
            Fault(field, $"{fields.Title(field)} may have {most} characters.");
        return text;
    }

    /// <summary>A text that must be there; empty, with a problem, when it is not.</summary>
    public string Required(string field, int most)
    {
        var text = Text(field, most);
        if (text is null)
            Lack(field);
        return text ?? "";
    }

    /// <summary>An amount of rupees; one in another currency is a problem of the row.</summary>
    public long? Paise(string field)
    {
        if (Cell(field).Currency is { } foreign && !IsFaulty(field))
            Fault(field, $"The amount is in {foreign}, not in rupees.");
        return Cell(field).Paise;
    }

    /// <summary>An amount in whatever currency it is.</summary>
    public long? Amount(string field) => Cell(field).Paise;

    /// <summary>An amount in whatever currency its cell, its column or the sheet names.</summary>
    public long? Amount(string field, ref string? currency)
    {
        ref readonly var cell = ref Cell(field);
        currency ??= cell.Currency;
        return cell.Paise;
    }

    /// <summary>Puts another amount in the place of what the cell says.</summary>
    public void Replace(string field, long? paise)
    {
        var position = fields.Position(field);
        row.Cells[position] = row.Cells[position] with { Paise = paise };
    }

    public long? Number(string field) => Cell(field).Number;

    public TimeOnly? Time(string field) => Cell(field).Time;

    public DateOnly? Date(string field) => Cell(field).Date;

    /// <summary>A day that must be there and not lie in the future.</summary>
    public DateOnly PastDay(string field, DateOnly today)
    {
        var day = Cell(field).Date;
        if (day is null)
            Lack(field);
        else if (day > today)
            Fault(field, "The date lies in the future.");
        return day ?? default;
    }

    /// <summary>One of the words, whatever its case; null when blank or none of them.</summary>
    public string? Word(string field, IReadOnlyList<string> words)
    {
        if (Cell(field).Text is not { } text)
            return null;
        var found = words.FirstOrDefault(w => w.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (found is null)
            Fault(field, $"'{text}' is not one of: {string.Join(", ", words)}.");
        return found;
    }

    public bool? YesNo(string field)
    {
        if (Cell(field).Text?.ToUpperInvariant() is not { } text)
            return null;
        if (text is "YES" or "Y" or "TRUE" or "1" or "ACTIVE")
            return true;
        if (text is not ("NO" or "N" or "FALSE" or "0" or "INACTIVE"))
            Fault(field, $"'{Cell(field).Text}' is neither yes nor no.");
        return false;
    }

    public void Lack(string field)
    {
        if (!IsFaulty(field))
            Fault(field, $"The {fields.Title(field).ToLowerInvariant()} is blank.");
    }

    private ref readonly ParsedCell Cell(string field) => ref row.Cells[fields.Position(field)];
}

/// <summary>The fields of a kind, by key.</summary>
public sealed record SheetFields(IReadOnlyList<ImportField> All)
{
    private readonly FrozenDictionary<string, int> positions = All.Select((f, i) => (f.Key, i))
        .ToFrozenDictionary(x => x.Key, x => x.i, StringComparer.Ordinal);

    public int Position(string key) => positions[key];

    /// <summary>The columns of a mapping whose fields are of a type.</summary>
    public IEnumerable<int> ColumnsOf(FieldType type, IReadOnlyDictionary<string, int> mapping) =>
        mapping.Where(m => All[positions[ColumnKey.Field(m.Key)]].Type == type).Select(m => m.Value);

    public string Title(string key) => All[positions[key]].Title;

    /// <summary>What a sheet lacks of the fields it must have; null when nothing.</summary>
    public string? MissingFields(IReadOnlySet<string> present, params IReadOnlyList<string> needed) =>
        needed.FirstOrDefault(n => !present.Contains(n)) is { } lacking
            ? $"No column holds the {Title(lacking).ToLowerInvariant()}."
            : null;
}
