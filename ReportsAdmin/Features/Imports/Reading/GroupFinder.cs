using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Looks at the first rows of a sheet for groups, as Tally, Busy, QuickBooks, Zoho, Xero and SAP export them.</summary>
internal sealed class GroupFinder
{
    // Groups may begin late, below a long list of rows that name their customers themselves.
    private const int RowsLookedAt = 2_000;

    private readonly IReadOnlyList<ImportField> fields;
    private readonly int[] positions;
    private readonly GroupHeadings headings;
    private readonly SheetColumns columns;
    private readonly List<GroupHeading> before = [];
    private readonly HashSet<int> given = [];
    private readonly HashSet<string> labels = [];
    private readonly HeadingTotals? totals;

    private List<GroupHeading> pending = [];
    private List<string> current = [];
    private bool isBreak;
    private bool totalSeen;
    private bool dataSeen;
    private int supported;
    private int unsupported;
    private int breaks;
    private int breaksWithTotal;
    private int totalsOfGroups;
    private int skipped;
    private int keyed;
    private int followers;
    private int followedGroups;
    private int repeatedKeys;
    private bool isFollowed;

    /// <param name="totals">Looks for totals beside the names of groups; null when they are known to stand there.</param>
    private GroupFinder(
        IImportTarget target,
        HeaderMatch header,
        IReadOnlyDictionary<string, int> mapping,
        HeadingTotals? totals
    )
    {
        this.totals = totals;
        fields = target.Fields.All;
        positions = [.. target.GroupFields.Select(target.Fields.Position)];
        headings = new GroupHeadings(fields, positions, mapping, header.Titles);
        columns = new SheetColumns(fields, mapping, header.Texts, positions);
    }

    /// <summary>Null for a sheet whose rows all say whom they belong to, and for kinds without groups.</summary>
    public static GroupPlan? Find(
        IWorkbook workbook,
        int sheet,
        IImportTarget target,
        HeaderMatch header,
        IReadOnlyDictionary<string, int> mapping
    )
    {
        if (target.GroupFields.Count == 0 || mapping.Count == 0)
            return null;
        var amounts = new AmountColumns(header, target.Fields.ColumnsOf(FieldType.Money, mapping), null);
        var totals = new HeadingTotals(new GroupSums(target.Fields.All, mapping, amounts));
        var finder = Looked(new GroupFinder(target, header, mapping, totals));
        // What was taken for data begins groups: all that was seen of them means something else.
        if (totals.IsProven)
            finder = Looked(new GroupFinder(target, header, mapping, null));
        return finder.Plan(workbook.Merges(sheet), header.Row);

        GroupFinder Looked(GroupFinder looking)
        {
            using var reader = workbook.OpenSheet(sheet);
            looking.Look(reader, header.Row);
            totals.End();
            return looking;
        }
    }

    private void Look(ISheetReader reader, int headerRow)
    {
        var rows = 0;
        while (rows < RowsLookedAt && reader.Read())
        {
            if (reader.RowNumber < headerRow)
            {
                if (headings.Read(reader, isTitle: true) is { Kind: HeadingKind.Group, Label: not null } title)
                    before.Add(title);
            }
            else if (reader.RowNumber > headerRow)
            {
                rows++;
                Look(reader);
            }
        }
    }

    private void Look(ISheetReader row)
    {
        if (columns.RepeatsHeader(row))
            return;
        if ((columns.HasNoCode(row) && TotalWords.Any(row)) || columns.IsTotalOf(row, current) || IsBareTotal(row))
        {
            totalsOfGroups += dataSeen ? 1 : 0;
            totalSeen = true;
            totals?.End();
            return;
        }

        var heading = headings.Read(row) ?? (totals is null ? headings.ReadWithTotal(row) : null);
        if (heading is null)
            LookAtData(row);
        else if (heading.Kind == HeadingKind.Group)
            LookAtHeading(heading);
        else if (heading.Kind != HeadingKind.Other)
            skipped++;
    }

    /// <summary>Amounts without anything beside them, where rows are told apart by a number or a date.</summary>
    private bool IsBareTotal(ISheetReader row) => dataSeen && columns.HoldsAmountsAlone(row);

    private void LookAtHeading(GroupHeading heading)
    {
        if (pending.Count == 0)
        {
            isBreak = dataSeen;
            if (isBreak && totalSeen)
                breaksWithTotal++;
            if (isBreak)
                breaks++;
        }

        pending.Add(heading);
        if (heading.Label is not null)
            labels.Add(HeaderFinder.Fold(heading.Label));
    }

    private void LookAtData(ISheetReader row)
    {
        var keys = columns.Keys(row);
        totals?.Look(row, keys.Count > 0, headings);
        if (pending.Count > 0)
            Settle(keys);
        else if (keys.Count > 0)
            LookAtKeys(keys);
        else if (keyed > 0)
            Follow();
        (dataSeen, totalSeen) = (true, false);
    }

    private void Settle(List<string> keys)
    {
        var values = pending.SelectMany(h => h.Values).ToList();
        var names = values.Select(v => v.Value.Text ?? "").ToList();
        if (
            values.All(v => fields[v.Field].Choices is not null)
            || keys.All(k => names.Contains(k, StringComparer.OrdinalIgnoreCase))
        )
        {
            supported++;
            given.UnionWith(values.Select(v => v.Field));
            current = names;
        }
        else
        {
            unsupported++;
        }

        pending = [];
    }

    private void LookAtKeys(List<string> keys)
    {
        keyed++;
        if (keys.SequenceEqual(current, StringComparer.OrdinalIgnoreCase))
            repeatedKeys++;
        (current, isFollowed) = (keys, false);
    }

    private void Follow()
    {
        followers++;
        if (!isFollowed)
            followedGroups++;
        isFollowed = true;
    }

    private GroupPlan? Plan(IReadOnlyList<MergedRange> merges, int headerRow)
    {
        var title = TitleHeadings();
        var isAbove =
            supported + (title.Count > 0 ? 1 : 0) > unsupported
            && (
                supported > 1
                || title.Count > 0
                || totals is null
                || (supported == 1 && (labels.Count > 0 || totalsOfGroups > 0))
            );
        var style =
            isAbove ? GroupStyle.Above
            : IsBeside(merges, headerRow) ? GroupStyle.Beside
            : GroupStyle.None;
        if (style == GroupStyle.None && skipped == 0)
            return null;
        if (isAbove)
            given.UnionWith(title.SelectMany(t => t.Values).Select(v => v.Field));
        return new GroupPlan(style, headings, positions, breaks > 0 && breaksWithTotal * 4 >= breaks * 3)
        {
            Given = isAbove
                ? given.Select(p => fields[p].Key).ToHashSet(StringComparer.Ordinal)
                : new HashSet<string>(),
            BeforeHeader = isAbove ? title : [],
            HeadingsHaveTotals = isAbove && totals is null,
        };
    }

    /// <summary>Headings above the header are the first group's only where later groups have the same labels, or where no column names the customer and the label is a code's.</summary>
    private List<GroupHeading> TitleHeadings()
    {
        var first = before.FindIndex(h =>
            labels.Contains(HeaderFinder.Fold(h.Label!))
            || (!columns.HasKeys && h.Values.Any(v => fields[v.Field].Type == FieldType.Code))
        );
        return first < 0 ? [] : before[first..];
    }

    /// <summary>Blank keys are a group's only where groups follow each other without a repeated key and end with totals, or fill most of the sheet.</summary>
    private bool IsBeside(IReadOnlyList<MergedRange> merges, int headerRow) =>
        columns.HasKeys
        && repeatedKeys == 0
        && unsupported == 0
        && followedGroups > 1
        && (totalsOfGroups > 1 || (followedGroups > 2 && followers >= keyed))
        && !merges.Any(m => m.LastRow > m.FirstRow && m.FirstRow > headerRow && columns.IsKey(m.FirstColumn));
}
