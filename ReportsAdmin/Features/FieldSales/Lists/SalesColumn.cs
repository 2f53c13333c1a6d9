using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.FieldSales.Lists;

/// <summary>A column of a field list: the same on the screen, in every file, and to sort by.</summary>
/// <param name="Key">As addresses and requests name it.</param>
/// <param name="Title">As documents write it; the unit is added.</param>
/// <param name="Short">As screens write it.</param>
/// <param name="Width">In characters, for documents.</param>
public record SalesColumn(string Key, string Title, string Short, ColumnType Type, double Width)
{
    /// <summary>On the screen when nobody has chosen columns.</summary>
    public bool Shown { get; init; }

    public bool Total { get; init; }

    public bool Wrap { get; init; }

    /// <summary>A price: always whole rupees, whatever unit amounts are shown in.</summary>
    public bool IsPrice { get; init; }

    /// <summary>What the figure is in the ledger: <see cref="LedgerQueries.Kinds"/>, or <c>balance</c> for all of it; null when it is none.</summary>
    public string? Ledger { get; init; }

    public bool IsNumber => Type.IsNumeric();

    /// <param name="unit">Of money: <c>₹ lakh</c>.</param>
    public string Head(string title, string unit) =>
        Type switch
        {
            ColumnType.Money => $"{title} ({(IsPrice ? "₹" : unit)})",
            ColumnType.Decimal => $"{title} (Kg/Ltr)",
            _ => title,
        };

    public ReportColumn ToReport() => new(Key, Head(Title, "₹"), Type, Width, Total, Wrap: Wrap);
}

/// <param name="Cell">What is in it for a row.</param>
public sealed record SalesColumn<T>(
    string Key,
    string Title,
    string Short,
    ColumnType Type,
    double Width,
    Func<T, ReportCell> Cell
) : SalesColumn(Key, Title, Short, Type, Width);

/// <summary>A choice of columns.</summary>
public static class SalesColumns
{
    /// <summary>The chosen ones in the order of the list; the name is never missing. Keys that mean nothing are passed over.</summary>
    public static IReadOnlyList<T> Chosen<T>(IReadOnlyList<T> columns, IReadOnlyCollection<string> keys)
        where T : SalesColumn => [.. columns.Where(c => c.Key == "name" || keys.Contains(c.Key))];

    public static IReadOnlyList<string> Standard(IEnumerable<SalesColumn> columns) =>
        [.. columns.Where(c => c.Shown).Select(c => c.Key)];
}
