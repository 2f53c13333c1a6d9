namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>
/// Stored rows of a dated ledger, read month by month as the sheet comes to speak of them: a sheet is of few months, a ledger of many years.
/// Between two rows of a sheet nothing else uses the context.
/// </summary>
internal sealed class MonthRows<T>(Func<DateOnly, IQueryable<T>> ofMonth, Func<T, string> identity)
    where T : class
{
    private readonly Dictionary<DateOnly, Dictionary<string, T>> months = [];

    public T? Find(DateOnly day, string key)
    {
        var month = new DateOnly(day.Year, day.Month, 1);
        if (!months.TryGetValue(month, out var rows))
        {
            months[month] = rows = new Dictionary<string, T>(StringComparer.Ordinal);
            // Rows from before there were uploads may repeat an identity: the first one is meant.
            foreach (var row in ofMonth(month).ToList())
                rows.TryAdd(identity(row), row);
        }

        return rows.GetValueOrDefault(key);
    }
}
