using System.Globalization;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>How the amounts of each column of a sheet are read: scale and currency as headers and titles state them.</summary>
internal sealed class AmountColumns
{
    /// <summary>Whether <c>Cr</c> means credit or crore.</summary>
    public const string CrQuestion = "cr";

    private const string Credit = "credit";
    private const string Crore = "crore";

    private readonly Dictionary<int, AmountColumn> columns = [];
    private readonly List<(string Header, AmountScale Scale, string Stated)> scales = [];
    private readonly List<string> croreHeaders = [];
    private readonly bool answered;

    /// <param name="columns">The columns of amounts.</param>
    public AmountColumns(HeaderMatch header, IEnumerable<int> columns, string? crAnswer)
    {
        answered = crAnswer is not null;
        var title = header.Titles.FirstOrDefault(t => AmountScales.In(t, isTitle: true) is not null);
        var titleScale = title is null ? null : AmountScales.In(title, isTitle: true);
        var titleCurrency = header.Titles.Select(Currencies.In).FirstOrDefault(c => c is not null);
        foreach (var column in columns)
        {
            var text = column < header.Texts.Count ? header.Texts[column] : "";
            var own = AmountScales.In(text);
            if (own is null && AmountScales.MayBeCrore(text))
            {
                croreHeaders.Add(text);
                own = crAnswer == Credit ? null : AmountScales.Crores;
            }

            var scale = own ?? titleScale;
            if (scale is not null)
                scales.Add((text, scale, own is null ? title! : text));
            this.columns[column] = new AmountColumn(scale, Currencies.In(text) ?? titleCurrency, crAnswer == Crore);
        }
    }

    public AmountColumn this[int column] =>
        columns.TryGetValue(column, out var known) ? known : columns[column] = new AmountColumn(null, null, false);

    /// <summary>After the last row: whether <c>Cr</c> could be either.</summary>
    public IEnumerable<UploadQuestion> Questions()
    {
        var marked = columns.Values.FirstOrDefault(c => c is { Credits: > 0, Debits: 0 });
        if (answered || (marked is null && croreHeaders.Count == 0) || columns.Values.Any(c => c.Debits > 0))
            yield break;
        yield return new UploadQuestion(
            CrQuestion,
            "What does Cr mean in this sheet?",
            marked is null
                ? $"The header \u201c{croreHeaders[0]}\u201d can mean either."
                : $"Amounts such as \u201c{marked.CreditExample}\u201d can mean either; no amount is marked Dr.",
            [
                new(Credit, "Credit", "The amount is in the customer's favor and is subtracted"),
                new(Crore, "Crore", "The amount is counted in crores: 2.5 Cr is \u20b92,50,00,000"),
            ],
            marked is null ? Crore : Credit
        );
    }

    /// <summary>What was done with the figures, for the preview.</summary>
    public IEnumerable<string> Remarks()
    {
        foreach (var scale in scales.GroupBy(s => (s.Scale, s.Stated)))
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Amounts are in {scale.Key.Scale.Name}, as \u201c{scale.Key.Stated}\u201d says: 1 is read as {new Platform.Money(scale.Key.Scale.Factor * 100).ToRupeeText()}."
            );
    }
}
