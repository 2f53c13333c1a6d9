using System.Globalization;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>
/// Makes one row of several, where a person said so: the lines of an invoice, rows that repeat each other, and rows that name
/// a customer again. The rows are looked at once before they are read, so that the first of them holds the sum.
/// </summary>
internal sealed class CombinedRows(ImportTerms terms, bool byInvoice)
{
    public const string CustomersQuestion = "repeated-customers";
    public const string LinesQuestion = "line-items";
    public const string Add = "add";
    private const string Last = "last";
    private const string Refuse = "refuse";

    private static readonly string[] MoneyFields =
    [
        .. ReceivablesFields.All.All.Where(f => f.Type == FieldType.Money).Select(f => f.Key),
    ];

    private readonly string[] money = [.. MoneyFields.Where(terms.Fields.Contains)];
    private readonly bool addsLines = byInvoice && terms.Answer(LinesQuestion) == Add;
    private readonly bool addsRepetitions = byInvoice && terms.Answer(RepeatedNumbers.Question) == Add;
    private readonly string? customers = byInvoice ? null : terms.Answer(CustomersQuestion);
    private readonly Dictionary<string, RowGroup> groups = new(StringComparer.OrdinalIgnoreCase);
    private int repeatedCustomers;
    private long repeatedPaise;
    private int combined;

    /// <summary>Whether the rows must be looked at before they are read.</summary>
    public bool Scans => addsLines || addsRepetitions || customers is Add or Last;

    public void Scan(RowCells cells)
    {
        var values = money.Select(cells.Amount).ToArray();
        if (cells.Problems.Count > 0 || KeyOf(cells, values) is not { } key)
            return;
        if (!groups.TryGetValue(key, out var group))
            groups[key] = group = new RowGroup(cells.RowNumber, values.Length);
        var content = string.Join('\u001f', values) + cells.Text(ReceivablesFields.Item);
        group.Add(cells.RowNumber, values, addsRepetitions ? null : content);
    }

    /// <summary>Why the row counts with another one; null when it is read as it is, with the sum of its group when it is the first of it.</summary>
    public string? Combine(RowCells cells)
    {
        if (!Scans || cells.Problems.Count > 0)
            return null;
        var values = money.Select(cells.Amount).ToArray();
        if (KeyOf(cells, values) is not { } key || groups.GetValueOrDefault(key) is not { Rows: > 1 } group)
            return null;
        if (customers == Last)
            return cells.RowNumber == group.LastRow
                ? null
                : $"Row {Number(group.LastRow)} names the same customer; the last row counts.";
        var isFirst = cells.RowNumber == group.FirstRow;
        for (var i = 0; i < money.Length; i++)
            cells.Replace(money[i], isFirst ? group.Sum(i) : 0);
        if (isFirst)
            return null;
        combined++;
        return $"Added up with row {Number(group.FirstRow)}.";
    }

    /// <summary>Counts a row that names a customer of an earlier row with another amount.</summary>
    public void NoteCustomer(long paise) =>
        (repeatedCustomers, repeatedPaise) = (repeatedCustomers + 1, repeatedPaise + paise);

    public IEnumerable<UploadQuestion> Questions()
    {
        if (repeatedCustomers == 0)
            yield break;
        yield return new UploadQuestion(
            CustomersQuestion,
            "Some customers are named by several rows",
            $"{Number(repeatedCustomers)} {(repeatedCustomers == 1 ? "row names a customer" : "rows name customers")} of an earlier row with another amount: {new Money(repeatedPaise).ToRupeeText()} in all.",
            [
                new(Add, "Add them up", "The customer owes the sum of their rows"),
                new(Last, "Keep the last", "Earlier rows of the customer are left out"),
                new(Refuse, "Treat them as errors", "The sheet is refused until they are corrected or left out"),
            ],
            Add
        )
        {
            Memory = AnswerMemory.File,
            Rows = repeatedCustomers,
        };
    }

    public IEnumerable<string> Remarks()
    {
        if (combined > 0)
            yield return $"{Number(combined)} {(combined == 1 ? "row was" : "rows were")} added up with an earlier row of the same {(byInvoice ? "invoice" : "customer")}.";
    }

    private string? KeyOf(RowCells cells, long?[] values)
    {
        var customer = cells.Text(
            terms.Fields.Contains(ReceivablesFields.Code) ? ReceivablesFields.Code : ReceivablesFields.Name
        );
        if (customer is null)
            return null;
        string? currency = null;
        foreach (var field in money)
            cells.Amount(field, ref currency);
        currency ??= cells.Text(ReceivablesFields.Currency);
        if (!byInvoice)
            return $"{customer}\u001f{currency}";
        if (cells.Text(ReceivablesFields.Number) is not { } number)
            return null;
        var key =
            $"{customer}\u001f{currency}\u001f{number}\u001f{cells.Date(ReceivablesFields.Date)}\u001f{cells.Date(ReceivablesFields.Due)}";
        return addsLines ? key : $"{key}\u001f{string.Join('\u001f', values)}";
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Rows that count as one.</summary>
internal sealed class RowGroup(int first, int fields)
{
    private readonly long?[] sums = new long?[fields];
    private readonly long?[] firstValues = new long?[fields];
    private readonly bool[] differs = new bool[fields];
    private HashSet<string>? seen;

    public int FirstRow => first;

    public int LastRow { get; private set; }

    public int Rows { get; private set; }

    /// <param name="content">What the row says; a row that says the same again adds nothing. Null when it adds all the same.</param>
    public void Add(int row, long?[] values, string? content)
    {
        LastRow = row;
        if (Rows++ == 0)
            values.CopyTo(firstValues, 0);
        if (content is not null && !(seen ??= []).Add(content))
            return;
        for (var i = 0; i < fields; i++)
        {
            differs[i] |= values[i] != firstValues[i];
            if (values[i] is { } value)
                sums[i] = checked((sums[i] ?? 0) + value);
        }
    }

    /// <summary>The sum of a field. What is the same on every line while other amounts differ is the whole invoice's and counts once.</summary>
    public long? Sum(int field) => !differs[field] && Array.Exists(differs, d => d) ? firstValues[field] : sums[field];
}
