using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>
/// Reads the rows of a grouped sheet: remembers whom a heading names, gives it to the rows below until their total, and
/// passes over headings, totals and lines of the page. Everything that is filled or passed over is counted.
/// </summary>
internal sealed class GroupedRows
{
    /// <summary>Why a row is skipped that adds up the whole sheet.</summary>
    public const string Total = "Total";

    /// <summary>Why a row is skipped that adds up a group alone.</summary>
    public const string GroupTotal = "Group total";

    private readonly GroupPlan plan;
    private readonly IReadOnlyList<ImportField> fields;
    private readonly bool[] isMapped;
    private readonly bool[] isKey;
    private readonly ParsedCell[] values;

    // A region that stands above several customers holds for all of them; one below a customer's name is that customer's.
    private readonly bool[] isOuter;
    private readonly GroupSums sums;
    private readonly SheetColumns columns;
    private readonly GroupTally tally = new();
    private string headingText = "";
    private long?[]? stated;
    private bool isOpen;
    private bool isAmongHeadings = true;

    public GroupedRows(
        GroupPlan plan,
        IReadOnlyList<ImportField> fields,
        IReadOnlyDictionary<string, int> mapping,
        IReadOnlyList<string> headers,
        AmountColumns amounts
    )
    {
        (this.plan, this.fields) = (plan, fields);
        isMapped = [.. plan.Fields.Select(f => mapping.ContainsKey(fields[f].Key))];
        isKey = [.. plan.Fields.Select(f => fields[f].Choices is null)];
        (values, isOuter) = (new ParsedCell[plan.Fields.Count], new bool[plan.Fields.Count]);
        sums = new GroupSums(fields, mapping, amounts);
        columns = new SheetColumns(fields, mapping, headers, plan.Fields);
        foreach (var heading in plan.BeforeHeader)
            Open(heading, null);
    }

    /// <summary>Why a row is no data; null when it is. Rows of totals by their words go to <see cref="End"/>.</summary>
    public string? Skip(ISheetReader row)
    {
        if (isOpen && columns.IsTotalOf(row, Names()))
        {
            EndWith(row);
            return GroupTotal;
        }

        if (BareTotal(row) is { } total)
            return total;
        var heading = plan.Headings.Read(row) ?? (plan.HeadingsHaveTotals ? plan.Headings.ReadWithTotal(row) : null);
        switch (heading?.Kind)
        {
            case HeadingKind.Page:
                tally.PageLines++;
                return "Page line";
            case HeadingKind.Age:
                tally.Ages++;
                return "Age";
            case HeadingKind.Group when plan.Style == GroupStyle.Above:
                return Open(heading, row) ? "Heading" : null;
            case HeadingKind.Other when plan.Style == GroupStyle.Above && isAmongHeadings:
                return "Heading";
            default:
                return null;
        }
    }

    /// <summary>Ends the group at a row of a total; answers whether the total is only the group's.</summary>
    public bool End(ISheetReader row)
    {
        if (plan.Style == GroupStyle.None)
            return false;
        var text = TotalWords.In(row) ?? "";
        if (IsOfAge(text))
            return true;
        var isNamed = isOpen && columns.IsTotalOf(row, Names());
        var isOfGroup = isNamed || sums.IsOfGroup(row) || (plan.EndsWithTotals && sums.Rows > 0 && !sums.IsOfAll(row));
        var isOfAll = sums.IsOfAll(row);
        if (isOfGroup)
            EndWith(row);
        else
            Close();
        for (var k = 0; k < values.Length; k++)
        {
            if (isOuter[k] && TotalWords.IsTotalOf(text, values[k].Text ?? ""))
                (values[k], isOuter[k]) = (default, false);
        }

        return isNamed || (isOfGroup && !isOfAll);
    }

    /// <summary>Fills the blank cells of a data row when its own keys, if any, agree with the group's.</summary>
    public void Fill(ISheetReader row, ParsedCell[] cells)
    {
        isAmongHeadings = false;
        for (var k = 0; k < values.Length; k++)
        {
            if (!isMapped[k])
                cells[plan.Fields[k]] = default;
        }

        if (plan.Style == GroupStyle.Beside && !IsBlank(cells))
            Follow(cells);
        else if (plan.Style != GroupStyle.None && Agrees(cells))
            FillBlanks(cells);
        // A total that equals nothing is an error; it still ends its group.
        if (plan.Style == GroupStyle.Above && columns.HoldsAmountsAlone(row))
            Close();
        else
            sums.Add(row);
    }

    /// <summary>What was filled and passed over, after the last row.</summary>
    public IEnumerable<string> Remarks()
    {
        Close();
        return tally.Remarks(plan.Style == GroupStyle.Above);
    }

    private IReadOnlyList<string> Names() => [.. values.Select(v => v.Text ?? "")];

    private bool IsOfAge(string text)
    {
        var words = text.Trim();
        foreach (var start in (string[])["total for ", "total of ", "total "])
        {
            if (words.StartsWith(start, StringComparison.OrdinalIgnoreCase))
                return plan.Headings.IsAge(words[start.Length..]);
        }

        return false;
    }

    /// <summary>A total without a word is one only when it equals the sum of its rows; null for every other row.</summary>
    private string? BareTotal(ISheetReader row)
    {
        if (!columns.HoldsAmountsAlone(row))
            return null;
        if (sums.IsOfGroup(row))
        {
            EndWith(row);
            return GroupTotal;
        }

        return sums.Rows > 0 ? null
            : sums.IsOfAll(row) ? Total
            : sums.IsOfLastGroup(row) ? GroupTotal
            : null;
    }

    private void EndWith(ISheetReader row)
    {
        Compare(sums.Stated(row));
        Close();
    }

    private void Compare(long?[] total)
    {
        if (sums.Rows > 0 && sums.Difference(total) is { } other)
            tally.Differences.Add(
                $"The total of {string.Join(" ", Names().Where(n => n.Length > 0))} says {new Money(other.Stated).ToRupeeText()}, the rows add up to {new Money(other.Sum).ToRupeeText()}."
            );
        else if (sums.Rows > 0)
            tally.AgreeingTotals++;
    }

    /// <summary>Opens the group of a heading; false when the row is none, for it stands among the rows of a group.</summary>
    /// <param name="row">The heading's own row; null when it stands above the header.</param>
    private bool Open(GroupHeading heading, ISheetReader? row)
    {
        if (isOpen && sums.Rows > 0)
        {
            // The heading is repeated at the top of the next page.
            if (heading.Values.All(v => values[IndexOf(v.Field)].Text == v.Value.Text))
                return true;
            Close();
            if (heading is { Label: null, HasTotal: false } && plan.EndsWithTotals)
                return false;
        }
        else if (!isAmongHeadings || StartsAnother(heading))
        {
            Close();
        }

        foreach (var (field, value) in heading.Values)
            Set(IndexOf(field), value);
        tally.Headings += isOpen ? 0 : 1;
        (isOpen, isAmongHeadings) = (true, true);
        headingText = headingText.Length == 0 ? heading.Text : headingText;
        if (heading.HasTotal && row is not null)
            stated = sums.Stated(row);
        return true;
    }

    /// <summary>A second name before any row: the first one had no rows.</summary>
    private bool StartsAnother(GroupHeading heading) =>
        isOpen
        && heading.Values.Any(v =>
            isKey[IndexOf(v.Field)]
            && values[IndexOf(v.Field)] is { IsBlank: false } known
            && known.Text != v.Value.Text
        );

    private void Set(int k, ParsedCell value)
    {
        if (!isKey[k])
            isOuter[k] = !values.Where((v, i) => isKey[i] && !v.IsBlank).Any();
        values[k] = value;
    }

    private int IndexOf(int field)
    {
        var k = 0;
        while (plan.Fields[k] != field)
            k++;
        return k;
    }

    private void Close()
    {
        NoteEmpty();
        if (stated is not null)
            Compare(stated);
        stated = null;
        sums.End();
        for (var k = 0; k < values.Length; k++)
        {
            if (!isOuter[k])
                values[k] = default;
        }

        (isOpen, isAmongHeadings, headingText) = (false, true, "");
    }

    private void NoteEmpty()
    {
        if (!isOpen || sums.Rows > 0 || headingText.Length == 0)
            return;
        var quoted = $"\u201c{CleanText.Clip(headingText, 60)}\u201d";
        if (stated?.LastOrDefault(s => s is not null and not 0) is { } unused)
            tally.UnusedTotals.Add($"{quoted} with {new Money(unused).ToRupeeText()}");
        else
            tally.EmptyHeadings.Add(quoted);
    }

    private bool IsBlank(ParsedCell[] cells)
    {
        for (var k = 0; k < values.Length; k++)
        {
            if (isKey[k] && !cells[plan.Fields[k]].IsBlank)
                return false;
        }

        return true;
    }

    private bool Agrees(ParsedCell[] cells)
    {
        if (!isOpen && plan.Style == GroupStyle.Beside)
            return false;
        for (var k = 0; k < values.Length; k++)
        {
            var cell = cells[plan.Fields[k]];
            if (
                isKey[k]
                && !cell.IsBlank
                && !values[k].IsBlank
                && !string.Equals(cell.Text, values[k].Text, StringComparison.OrdinalIgnoreCase)
            )
                return false;
        }

        return true;
    }

    private void FillBlanks(ParsedCell[] cells)
    {
        var isFilled = false;
        for (var k = 0; k < values.Length; k++)
        {
            if (values[k].IsBlank || !cells[plan.Fields[k]].IsBlank)
                continue;
            cells[plan.Fields[k]] = values[k];
            tally.FilledFields.Add(fields[plan.Fields[k]].Title.ToLowerInvariant());
            isFilled = true;
        }

        if (isFilled)
            tally.FilledRows++;
    }

    /// <summary>A row that names its own keys starts the group of the rows below it.</summary>
    private void Follow(ParsedCell[] cells)
    {
        if (isOpen && Agrees(cells))
        {
            FillBlanks(cells);
            return;
        }

        Close();
        for (var k = 0; k < values.Length; k++)
            values[k] = cells[plan.Fields[k]];
        isOpen = true;
    }
}
