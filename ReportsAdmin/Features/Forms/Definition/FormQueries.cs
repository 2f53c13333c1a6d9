using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Forms.Definition;

/// <summary>Forms. Whoever may read forms sees those that are open, to fill them in; their makers and those who manage forms see all of theirs.</summary>
public sealed partial class FormQueries(IDbContextFactory<ReportsDb> contexts, AccessQueries access, TimeProvider time)
{
    public const string ReadPermission = "forms:read";

    /// <summary>Sees and changes everybody's forms and submissions.</summary>
    public const string ManagePermission = "forms:manage";

    public Task<Page<FormRow>> ListAsync(
        CurrentUser currentUser,
        string? search,
        PageRequest page,
        CancellationToken ct
    ) => ListAsync(currentUser, search, null, page, ct);

    /// <param name="state">Null for all.</param>
    public async Task<Page<FormRow>> ListAsync(
        CurrentUser currentUser,
        string? search,
        FormState? state,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        await using var db = contexts.Reader();
        var forms = Visible(db, currentUser);
        if (!string.IsNullOrWhiteSpace(search))
        {
            var text = search.Trim().ToUpperInvariant();
            forms = forms.Where(f => f.Title.ToUpper().Contains(text));
        }

        var open = TakingSubmissions(db);
        forms = state switch
        {
            FormState.Open => forms.Where(f => open.Any(o => o.Id == f.Id)),
            FormState.Closed => forms.Where(f => f.PublishedVersion != null && !open.Any(o => o.Id == f.Id)),
            FormState.Draft => forms.Where(f => f.PublishedVersion == null),
            _ => forms,
        };
        var total = await forms.CountAsync(ct);
        var rows = await Lines(
                db,
                forms.OrderByDescending(f => f.UpdatedAt).ThenByDescending(f => f.Id).Skip(page.Skip).Take(page.Size)
            )
            .ToListAsync(ct);
        return new Page<FormRow>(await EnrichAsync(currentUser, rows, ct), total, page);
    }

    /// <summary>A form with its draft, for those who make it.</summary>
    public async Task<FormDetails> DetailsAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var form = await FindToManageAsync(db, currentUser, id, ct);
        var row = (
            await EnrichAsync(currentUser, await Lines(db, db.Set<Form>().Where(f => f.Id == id)).ToListAsync(ct), ct)
        )[0];
        return new FormDetails(
            row,
            FormDefinition.FromJson(form.Draft),
            form.DraftRevision,
            AutomationSettings.FromJson(form.AutomationSettings),
            await VersionsAsync(db, id, ct),
            await LinksAsync(db, id, ct)
        );
    }

    private async Task<IReadOnlyList<FormVersionRow>> VersionsAsync(ReportsDb db, int id, CancellationToken ct)
    {
        var versions = await db.Set<FormVersion>()
            .Where(v => v.FormId == id)
            .OrderByDescending(v => v.Number)
            .Select(v => new
            {
                v.Number,
                v.PublishedAt,
                v.PublishedById,
                Count = db.Set<Submission>().Count(s => s.FormId == id && s.Version == v.Number),
            })
            .ToListAsync(ct);
        var people = await access.PeopleAsync([.. versions.Select(v => v.PublishedById).Distinct()], ct);
        return
        [
            .. versions.Select(v => new FormVersionRow(
                v.Number,
                v.PublishedAt,
                people.GetValueOrDefault(v.PublishedById)?.Name ?? "",
                v.Count
            )),
        ];
    }

    private static async Task<IReadOnlyList<FormLinkRow>> LinksAsync(ReportsDb db, int id, CancellationToken ct) =>
        await db.Set<FormLink>()
            .Where(l => l.FormId == id)
            .OrderByDescending(l => l.Id)
            .Select(l => new FormLinkRow(
                l.Id,
                l.Token,
                l.Label,
                l.SingleUse,
                l.CreatedAt,
                l.UsedAt,
                l.RevokedAt,
                db.Set<Submission>().Count(s => s.LinkId == l.Id)
            ))
            .ToListAsync(ct);

    /// <summary>A form as lists show it, for whoever may fill it in.</summary>
    public async Task<FormRow> RowAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        await using var db = contexts.Reader();
        var rows = await Lines(db, Visible(db, currentUser).Where(f => f.Id == id)).ToListAsync(ct);
        return rows.Count == 1 ? (await EnrichAsync(currentUser, rows, ct))[0] : throw Missing();
    }

    /// <summary>What a version asks.</summary>
    internal static async Task<FormDefinition> DefinitionAsync(
        ReportsDb db,
        int formId,
        int version,
        CancellationToken ct
    ) =>
        FormDefinition.FromJson(
            await db.Set<FormVersion>()
                .Where(v => v.FormId == formId && v.Number == version)
                .Select(v => v.Definition)
                .SingleAsync(ct)
        );

    /// <summary>The form, for those who may change it: an unknown one is not found, another's forbidden.</summary>
    internal static async Task<Form> FindToManageAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int id,
        CancellationToken ct
    )
    {
        currentUser.Require(FormCommands.MakePermission);
        var form = await db.Set<Form>().SingleOrDefaultAsync(f => f.Id == id, ct) ?? throw Missing();
        return Manages(currentUser, form.OwnerId)
            ? form
            : throw DomainException.Forbidden("This form belongs to somebody else.");
    }

    internal static bool Manages(CurrentUser currentUser, int ownerId) =>
        currentUser.Can(ManagePermission)
        || (currentUser.Can(FormCommands.MakePermission) && ownerId == currentUser.UserId);

    internal static DomainException Missing() => DomainException.NotFound("Form not found.");

    private static IQueryable<Form> Visible(ReportsDb db, CurrentUser currentUser)
    {
        var (me, all) = (currentUser.UserId, currentUser.Can(ManagePermission));
        return db.Set<Form>().Where(f => all || f.OwnerId == me || f.Active);
    }

    /// <summary>The published forms that are active, before their closing time and below their limit.</summary>
    private IQueryable<Form> TakingSubmissions(ReportsDb db)
    {
        var now = Now;
        return db.Set<Form>()
            .Where(f =>
                f.Active
                && f.PublishedVersion != null
                && (f.ClosesAt == null || f.ClosesAt > now)
                && (f.SubmissionLimit == null || db.Set<Submission>().Count(s => s.FormId == f.Id) < f.SubmissionLimit)
            );
    }

    private IQueryable<FormLine> Lines(ReportsDb db, IQueryable<Form> forms)
    {
        var open = TakingSubmissions(db);
        return forms.Select(f => new FormLine
        {
            Form = f,
            Open = open.Any(o => o.Id == f.Id),
            Submissions = db.Set<Submission>().Count(s => s.FormId == f.Id),
            Unreviewed = db.Set<Submission>().Count(s => s.FormId == f.Id && s.Status == SubmissionStatus.Submitted),
            Last = db.Set<Submission>().Where(s => s.FormId == f.Id).Max(s => (DateTime?)s.SubmittedAt),
            Published = db.Set<FormVersion>()
                .Where(v => v.FormId == f.Id && v.Number == f.PublishedVersion)
                .Select(v => v.Definition)
                .FirstOrDefault(),
            Token = db.Set<FormLink>()
                .Where(l => l.FormId == f.Id && l.RevokedAt == null && !l.SingleUse)
                .OrderByDescending(l => l.Id)
                .Select(l => l.Token)
                .FirstOrDefault(),
        });
    }

    private async Task<IReadOnlyList<FormRow>> EnrichAsync(
        CurrentUser currentUser,
        IReadOnlyList<FormLine> rows,
        CancellationToken ct
    )
    {
        var people = await access.PeopleAsync([.. rows.Select(r => r.Form.OwnerId).Distinct()], ct);
        return [.. rows.Select(x => RowOf(x, Manages(currentUser, x.Form.OwnerId), people))];
    }

    private static FormRow RowOf(FormLine x, bool manages, IReadOnlyDictionary<int, PersonName> people) =>
        new(
            x.Form.Id,
            x.Form.Title,
            x.Form.Description,
            x.Form.Active,
            x.Form.Public,
            x.Form.PublishedVersion,
            x.Form.Draft != x.Published,
            manages ? x.Submissions : 0,
            manages ? x.Unreviewed : 0,
            x.Form.OwnerId,
            people.GetValueOrDefault(x.Form.OwnerId)?.Name ?? "",
            x.Form.CreatedAt,
            x.Form.UpdatedAt,
            manages ? x.Last : null,
            manages,
            FormDefinition.FromJson(x.Published ?? x.Form.Draft)
        )
        {
            State = StateOf(x),
            Settings = FormSettings.FromJson(x.Form.Settings),
            SubmissionLimit = x.Form.SubmissionLimit,
            ClosesAt = x.Form.ClosesAt,
            Automation = manages ? AutomationSettings.FromJson(x.Form.AutomationSettings) : null,
            LinkToken = manages && x.Form.Public ? x.Token : null,
        };

    private static FormState StateOf(FormLine x) =>
        x.Form.PublishedVersion is null ? FormState.Draft
        : x.Open ? FormState.Open
        : FormState.Closed;

    private sealed class FormLine
    {
        public required Form Form { get; init; }

        public bool Open { get; init; }

        public int Submissions { get; init; }

        public int Unreviewed { get; init; }

        public DateTime? Last { get; init; }

        public string? Published { get; init; }

        public string? Token { get; init; }
    }
}
