using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Reads the amounts of one column as the sheet means them, and gathers what its cells say of sides and currencies.</summary>
internal sealed class AmountColumn
{
    private readonly long factor;
    private readonly string? currency;
    private readonly bool crIsCrore;
    private AmountLook? look;
    private string? lookCurrency;
    private bool isPlain = true;

    /// <param name="scale">What the column is counted in; null for rupees.</param>
    /// <param name="currency">The foreign currency that the header or a title names for all of its amounts.</param>
    /// <param name="crIsCrore">Whether <c>Cr</c> behind an amount means crore.</param>
    public AmountColumn(AmountScale? scale, string? currency, bool crIsCrore) =>
        (factor, this.currency, this.crIsCrore) = (scale?.Factor ?? 1, currency, crIsCrore);

    /// <summary>How many amounts carry <c>Cr</c>.</summary>
    public int Credits { get; private set; }

    /// <summary>How many amounts carry <c>Dr</c>: where there are any, <c>Cr</c> can only mean credit.</summary>
    public int Debits { get; private set; }

    /// <summary>The first amount with <c>Cr</c>, as it is written.</summary>
    public string? CreditExample { get; private set; }

    public ParsedCell Read(in SheetCell cell)
    {
        switch (cell.Kind)
        {
            case CellKind.Number:
                return FromNumber(cell);
            case CellKind.Text:
                return AmountText.Read(cell.Text, out var problem) is { } written
                    ? Of(written, false)
                    : new ParsedCell(null, null, null, problem);
            default:
                return new ParsedCell(null, null, null, $"'{cell.Display}' is not an amount.");
        }
    }

    private ParsedCell FromNumber(in SheetCell cell)
    {
        if (!ReferenceEquals(cell.Look, look))
            Resolve(cell.Look);
        if (factor == 1 && isPlain)
        {
            var paise = AmountText.FromNumber(cell.Number, out var problem);
            return new ParsedCell(null, paise, null, problem) { Currency = problem is null ? currency : null };
        }

        if (!double.IsFinite(cell.Number) || Math.Abs(cell.Number) > (double)AmountText.Limit)
            return new ParsedCell(null, null, null, "The amount is too large.");
        var side = look is null ? AmountSide.None : SideOf(look.TextOf(cell.Number));
        return Of(new WrittenAmount(AmountText.Shown(cell.Number), side, lookCurrency), true);
    }

    /// <summary>Cells of a column share a format: what it means is found once.</summary>
    private void Resolve(AmountLook? next)
    {
        look = next;
        lookCurrency = next?.Currency is { } sign ? Currencies.Parse(sign, out _) : null;
        isPlain =
            lookCurrency is null
            && (next is null || (SideOf(next.PositiveText) | SideOf(next.NegativeText)) == AmountSide.None);
    }

    private static AmountSide SideOf(string text) =>
        text.EndsWith("cr", StringComparison.OrdinalIgnoreCase)
        || text.EndsWith("cr.", StringComparison.OrdinalIgnoreCase)
            ? AmountSide.Credit
        : text.EndsWith("dr", StringComparison.OrdinalIgnoreCase)
        || text.EndsWith("dr.", StringComparison.OrdinalIgnoreCase)
            ? AmountSide.Debit
        : AmountSide.None;

    private ParsedCell Of(WrittenAmount written, bool rounds)
    {
        var rupees = written.Value * factor;
        if (written.Side == AmountSide.Debit)
            (rupees, Debits) = (rounds ? Math.Abs(rupees) : rupees, Debits + 1);
        else if (written.Side == AmountSide.Credit)
        {
            Credits++;
            CreditExample ??= new Money((long)(Math.Abs(written.Value) * 100)).ToString() + " Cr";
            rupees = crIsCrore ? rupees * AmountScales.Crores.Factor : -Math.Abs(rupees);
        }

        var paise = AmountText.ToPaise(rupees, out var problem, rounds);
        return new ParsedCell(null, paise, null, problem)
        {
            Currency = problem is null ? written.Currency ?? currency : null,
        };
    }
}
