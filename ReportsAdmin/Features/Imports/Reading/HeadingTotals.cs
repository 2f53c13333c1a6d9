using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Finds out whether a name with amounts beside it begins a group: the rows below, which name nobody, add up to them.</summary>
internal sealed class HeadingTotals(GroupSums sums)
{
    private long?[]? stated;
    private int agreeing;
    private int differing;

    /// <summary>Whether more groups agree than differ.</summary>
    public bool IsProven => agreeing > differing;

    /// <summary>Looks at a row that is neither a total nor a heading by itself.</summary>
    /// <param name="hasKeys">Whether the row names whom it belongs to.</param>
    public void Look(ISheetReader row, bool hasKeys, GroupHeadings headings)
    {
        if (headings.ReadWithTotal(row) is not null)
        {
            End();
            stated = sums.Stated(row);
        }
        else if (hasKeys)
        {
            End();
        }
        else if (stated is not null)
        {
            sums.Add(row);
        }
    }

    /// <summary>Ends the group.</summary>
    public void End()
    {
        if (stated is not null && sums.Rows > 0)
        {
            if (sums.Difference(stated) is null)
                agreeing++;
            else
                differing++;
        }

        stated = null;
        sums.End();
    }
}
