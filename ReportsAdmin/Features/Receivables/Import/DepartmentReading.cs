using System.Globalization;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>Finds the department of a row: its customer's, the upload's, the one its column names, or what a person said of new customers.</summary>
/// <param name="departments">The names of the user's departments by key.</param>
internal sealed class DepartmentReading(ImportTerms terms, int fallback, IReadOnlyDictionary<int, string> departments)
{
    /// <summary>Asks for the department of new customers.</summary>
    public const string Question = "department";

    /// <summary>Asks about rows whose column names another department than the upload.</summary>
    public const string OthersQuestion = "other-departments";

    private const string LeaveOut = "leave-out";
    private const string Ours = "ours";

    private readonly Dictionary<string, int> byName = departments
        .DistinctBy(d => HeaderFinder.Fold(d.Value))
        .ToDictionary(d => HeaderFinder.Fold(d.Value), d => d.Key, StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> others = new(StringComparer.OrdinalIgnoreCase);
    private readonly string? othersAnswer = terms.Answer(OthersQuestion);
    private readonly int? answered =
        int.TryParse(terms.Answer(Question), NumberStyles.None, CultureInfo.InvariantCulture, out var chosen)
        && departments.ContainsKey(chosen)
            ? chosen
            : null;
    private int newcomers;

    public string NameOf(int id) => departments.GetValueOrDefault(id, "another department");

    /// <summary>The department of a row's customer; never the first one that happens to be there.</summary>
    public int Of(RowCells cells, string code, LedgerCustomer? customer)
    {
        if (customer is not null)
            return customer.DepartmentId;
        if (terms.DepartmentId is { } own)
            return own;
        if (departments.Count == 1)
            return fallback;
        if (Named(cells) is { } named)
            return named;
        if (code.Length > 0)
            newcomers++;
        return answered ?? fallback;
    }

    /// <summary>Why a row is left out whose column names another department than the upload's; null for every other row.</summary>
    public string? LeftOut(RowCells cells)
    {
        if (
            terms.DepartmentId is not { } own
            || cells.Text(ReceivablesFields.Department) is not { } text
            || Named(cells) == own
        )
            return null;
        others[text] = others.GetValueOrDefault(text) + 1;
        return othersAnswer == LeaveOut ? $"It is of the department \u201c{text}\u201d." : null;
    }

    public IEnumerable<UploadQuestion> Questions()
    {
        if (newcomers > 0)
            yield return new UploadQuestion(
                Question,
                "Which department do the new customers belong to?",
                $"{newcomers} {(newcomers == 1 ? "row names" : "rows name")} customers that are new, and the upload names no department.",
                [
                    .. departments
                        .OrderBy(d => d.Value, StringComparer.Ordinal)
                        .Select(d => new QuestionOption(d.Key.ToString(CultureInfo.InvariantCulture), d.Value)),
                ],
                null
            )
            {
                Memory = AnswerMemory.File,
                Rows = newcomers,
            };
        if (others.Count > 0)
            yield return new UploadQuestion(
                OthersQuestion,
                "Some rows name another department",
                $"The upload is for {departments.GetValueOrDefault(terms.DepartmentId ?? 0, "one department")}, but {string.Join(" and ", others.Take(5).Select(o => $"{o.Value} {(o.Value == 1 ? "row names" : "rows name")} \u201c{o.Key}\u201d"))}.",
                [
                    new(LeaveOut, "Leave these rows out", "They are listed with the upload"),
                    new(Ours, "Take them with the others", "The column does not count; all rows are this department's"),
                ],
                LeaveOut
            );
    }

    private int? Named(RowCells cells) =>
        cells.Text(ReceivablesFields.Department) is { } text && byName.TryGetValue(HeaderFinder.Fold(text), out var id)
            ? id
            : null;
}
