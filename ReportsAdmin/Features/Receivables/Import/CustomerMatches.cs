using System.Text.RegularExpressions;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>Recognizes customers whose code was damaged on its way through a spreadsheet, and new codes for known customers.</summary>
internal sealed partial class CustomerMatches(ReceivablesLedger ledger, ImportTerms terms)
{
    private const string Question = "likely-customers";
    private const string Accept = "accept";
    private const string AreNew = "new";
    private const int Named = 5;

    // The first row of a code decides for all of them: its rows must not be parted between two customers.
    private readonly Dictionary<string, (LedgerCustomer Customer, string Why)?> found = new(
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>The known customer that an unknown code most likely means, unless a person said that such codes are new; null when there is none.</summary>
    public LedgerCustomer? Of(string code, RowCells cells)
    {
        if (IsScientific(code))
        {
            cells.Fault(
                ReceivablesFields.Code,
                $"Excel has cut this code to {code}: format the column as text and type the code again."
            );
            return null;
        }

        if (ledger.IsEmpty || terms.Answer(Question) == AreNew)
            return null;
        if (!found.TryGetValue(code, out var match))
            found[code] = match = Find(code, cells);
        return match?.Customer;
    }

    private List<(string Code, LedgerCustomer Customer, string Why)> Likely =>
        [.. found.Where(f => f.Value is not null).Select(f => (f.Key, f.Value!.Value.Customer, f.Value.Value.Why))];

    public IEnumerable<UploadQuestion> Questions()
    {
        var likely = Likely;
        if (likely.Count == 0)
            yield break;
        var named = likely
            .Take(Named)
            .Select(l => $"\u201c{l.Code}\u201d is probably {l.Customer.Code} {l.Customer.Name} ({l.Why})");
        var more = likely.Count > Named ? $" and {likely.Count - Named} more" : "";
        yield return new UploadQuestion(
            Question,
            likely.Count == 1
                ? "A new code looks like a known customer"
                : $"{likely.Count} new codes look like known customers",
            $"{string.Join("; ", named)}{more}.",
            [
                new(Accept, "Use the known customers", "The rows belong to the customers named"),
                new(AreNew, "They are new customers", "Each code becomes a customer of its own"),
            ],
            Accept
        )
        {
            Memory = AnswerMemory.File,
        };
    }

    public IEnumerable<string> Remarks()
    {
        if (Likely is { Count: > 0 } likely)
            yield return $"Codes read as known customers: {string.Join(", ", likely.Select(l => $"{l.Code} as {l.Customer.Code}"))}.";
    }

    private (LedgerCustomer Customer, string Why)? Find(string code, RowCells cells)
    {
        if (ledger.CustomerWithCodeLike(code) is { } alike)
            return (alike, "the same code but for zeros and signs");
        if (
            cells.Text(ReceivablesFields.Name) is { } name
            && ledger.CustomerNamed(name) is { } namesake
            && Fits(namesake, cells)
        )
            return (namesake, "the same name and region");
        var amount = cells.Amount(ReceivablesFields.Amount);
        return
            cells.Text(ReceivablesFields.Number) is { Length: > 3 } number
            && amount is not null
            && ledger.OwnerOf(number, cells.Date(ReceivablesFields.Date), amount.Value) is { } owner
            && Fits(owner, cells)
            ? (owner, $"has invoice {number}")
            : null;
    }

    /// <summary>Names and numbers repeat between departments and regions: there they say nothing.</summary>
    private bool Fits(LedgerCustomer customer, RowCells cells) =>
        (terms.DepartmentId is not { } department || department == customer.DepartmentId)
        && (cells.Text(ReceivablesFields.Region) is not { } region || Regions.Parse(region) == customer.Region);

    private static bool IsScientific(string code) => Scientific().IsMatch(code);

    [GeneratedRegex(@"^\d(\.\d+)?E\+\d+$", RegexOptions.IgnoreCase)]
    private static partial Regex Scientific();
}
