namespace ReportsAdmin.Platform.Rendering;

/// <summary>Shares out key figures over rows of cards of about equal number.</summary>
internal static class CardRows
{
    public static IEnumerable<IReadOnlyList<KeyFigure>> Of(IReadOnlyList<KeyFigure> figures, int inRow)
    {
        var rows = (figures.Count + inRow - 1) / inRow;
        return figures.Chunk(Math.Max(1, rows == 0 ? 1 : (figures.Count + rows - 1) / rows));
    }
}
