using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Training.Reports;

/// <summary>What all reports over training have in common: filters, dates, permission, scope, and how the document begins.</summary>
internal abstract class TrainingReport(TrainingFilters filters, TrainingDocument documents) : IReportType
{
    public abstract ReportTypeInfo Info { get; }

    protected TrainingDocument Documents => documents;

    /// <summary>What the report is about; while no upload has it, catalogue and document say so.</summary>
    protected virtual TrainingNeed Need => TrainingNeed.Events;

    /// <summary>What the document says of itself besides the filters.</summary>
    protected virtual IReadOnlyList<Fact> MoreFacts => [];

    public Task<IReadOnlyList<FilterOption>> OptionsAsync(
        CurrentUser currentUser,
        string filter,
        CancellationToken ct
    ) => filters.OptionsAsync(currentUser, filter, ct);

    public virtual Task<string> DataVersionAsync(CurrentUser currentUser, CancellationToken ct) =>
        documents.VersionAsync(ct);

    public Task<string?> LackingAsync(CurrentUser currentUser, CancellationToken ct) =>
        documents.LackingAsync(Need, ct);

    public async Task<ReportDocument> BuildAsync(CurrentUser currentUser, ReportRequest request, CancellationToken ct)
    {
        var asked = await filters.ReadAsync(currentUser, Info, request, ct);
        var blocks = await BlocksAsync(asked, request, ct);
        return await documents.NewAsync(Info, asked with { Facts = [.. asked.Facts, .. MoreFacts] }, Need, blocks, ct);
    }

    /// <summary>The content. Reads what is small at once and leaves the rows of tables to be streamed.</summary>
    protected abstract Task<IReadOnlyList<Block>> BlocksAsync(
        TrainingRequest asked,
        ReportRequest request,
        CancellationToken ct
    );

    /// <summary>The declaration of a report over training.</summary>
    /// <param name="icon">A Material Symbols name of the sprite.</param>
    protected static ReportTypeInfo Declare(
        string key,
        string title,
        string description,
        string icon,
        IReadOnlyList<ReportChoice> groupings,
        IReadOnlyList<ReportChoice> measures
    ) =>
        new(
            key,
            title,
            description,
            "Training",
            icon,
            TrainingQueries.ReadPermission,
            TrainingFilters.All,
            groupings,
            measures,
            UsesDateRange: true,
            UsesIncludeInactive: true
        );
}
