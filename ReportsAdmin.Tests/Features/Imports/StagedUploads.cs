using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Imports;

/// <summary>Short words for looking at what was staged.</summary>
internal static class StagedUploads
{
    public const string ByInvoice =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";
    public const string ByCustomer =
        "Party Code|Party Name|Branch|0-30 Days|31-90|91-180|181-365|> 365 Days|Total Outstanding";

    public static Task<UploadDetails> DetailsAsync(this TestHouse house, int id, Viewer? viewer = null) =>
        house.Uploads.DetailsAsync(viewer ?? Viewer.System, id, default);

    public static async Task<IReadOnlyList<PreviewRow>> RowsAsync(
        this TestHouse house,
        int id,
        RowEffect? effect = null,
        Viewer? viewer = null
    ) =>
        (
            await house.Uploads.RowsAsync(viewer ?? Viewer.System, id, effect, null, new PageRequest(1, 100), default)
        ).Rows;

    /// <summary>Stages a sheet that must become a preview.</summary>
    public static async Task<(int Id, UploadDetails Details)> StagedAsync(
        this TestHouse house,
        byte[] sheet,
        string fileName = "outstanding.xlsx",
        string month = "Mar-26",
        Viewer? viewer = null,
        int? departmentId = 1
    )
    {
        var id = await house.StageAsync(sheet, month, departmentId, fileName, viewer);
        var details = await house.DetailsAsync(id, viewer);
        Assert.True(details.State == ImportState.Staged, $"{details.State} {details.Question} {details.Failure}");
        return (id, details);
    }

    /// <summary>Answers a question and stages again, as the worker would.</summary>
    public static async Task<UploadDetails> AnswerAsync(this TestHouse house, int id, UploadAnswer answer)
    {
        await house.Imports.AnswerAsync(Viewer.System, id, answer, default);
        await house.Get<ImportStaging>().StageAsync(Viewer.System, id, default);
        return await house.DetailsAsync(id);
    }

    public static Task CommitAsync(
        this TestHouse house,
        int id,
        ErrorRows errors = ErrorRows.Refuse,
        MissingChoice missing = MissingChoice.Carry
    ) => house.Imports.CommitAsync(Viewer.System, id, missing, errors, default);

    /// <summary>A person who may do everything, within a scope.</summary>
    public static Viewer Person(
        IReadOnlyList<string>? regions = null,
        IReadOnlyList<int>? departments = null,
        int id = 77
    ) =>
        new(
            id,
            "Asha",
            "Country Manager",
            new HashSet<string> { ImportCommands.UploadPermission, ImportQueries.ReadPermission, "outstanding:read" },
            new Scope(regions, departments, false)
        );
}
