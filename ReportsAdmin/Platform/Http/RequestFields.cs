namespace ReportsAdmin.Platform.Http;

/// <summary>Reads fields of requests and gathers what cannot be read, so that a client learns of all of it at once.</summary>
internal sealed class RequestFields
{
    private const decimal MaxRupees = 1_000_000_000_000m;

    private readonly Dictionary<string, string> problems = new(StringComparer.Ordinal);

    public void Refuse(string field, string problem) => problems[field] = problem;

    /// <param name="id">As the wire writes it; null answers null.</param>
    /// <param name="what">What the id is of: <c>a person</c>.</param>
    public int? Key(string field, string kind, string? id, string what)
    {
        if (id is null)
            return null;
        var key = ApiId.IntKeyOf(kind, id);
        if (key is null)
            Refuse(field, $"{field} is the id of {what}.");
        return key;
    }

    /// <param name="rupees">Above 0; null answers null.</param>
    public Money? Amount(string field, decimal? rupees)
    {
        if (rupees is null)
            return null;
        if (rupees is > 0 and <= MaxRupees)
            return Money.FromRupees(rupees.Value);
        Refuse(field, "Name an amount above 0, in rupees.");
        return null;
    }

    /// <param name="text"><c>2026-05-20</c>; null answers null.</param>
    public DateOnly? Day(string field, string? text)
    {
        if (text is null)
            return null;
        if (ApiTime.IsDay(text, out var day))
            return day;
        Refuse(field, "Write the day as 2026-05-20.");
        return null;
    }

    /// <exception cref="DomainException">When something could not be read.</exception>
    public void Check()
    {
        if (problems.Count > 0)
            throw DomainException.Invalid(problems);
    }
}
