using System.Text;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Import;
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

    public static Task<UploadDetails> DetailsAsync(this TestFixture fixture, int id, CurrentUser? currentUser = null) =>
        fixture.Uploads.DetailsAsync(currentUser ?? CurrentUser.System, id, default);

    public static async Task<IReadOnlyList<PreviewRow>> RowsAsync(
        this TestFixture fixture,
        int id,
        RowEffect? effect = null,
        CurrentUser? currentUser = null
    ) =>
        (
            await fixture.Uploads.RowsAsync(
                currentUser ?? CurrentUser.System,
                id,
                effect,
                null,
                new PageRequest(1, 100),
                default
            )
        ).Rows;

    /// <summary>Stages a sheet that must become a preview.</summary>
    public static async Task<(int Id, UploadDetails Details)> StagedAsync(
        this TestFixture fixture,
        byte[] sheet,
        string fileName = "outstanding.xlsx",
        string month = "Mar-26",
        CurrentUser? currentUser = null,
        int? departmentId = 1
    )
    {
        var id = await fixture.StageAsync(sheet, month, departmentId, fileName, currentUser);
        var details = await fixture.DetailsAsync(id, currentUser);
        Assert.True(details.State == ImportState.Staged, $"{details.State} {details.Question} {details.Failure}");
        return (id, details);
    }

    /// <summary>Answers a question and stages again, as the worker would.</summary>
    public static async Task<UploadDetails> AnswerAsync(this TestFixture fixture, int id, UploadAnswer answer)
    {
        await fixture.Imports.AnswerAsync(CurrentUser.System, id, answer, default);
        await fixture.Get<ImportStaging>().StageAsync(CurrentUser.System, id, default);
        return await fixture.DetailsAsync(id);
    }

    /// <summary>Answers one question by the key of an option, and stages again.</summary>
    public static Task<UploadDetails> AnswerAsync(this TestFixture fixture, int id, string question, string option) =>
        fixture.AnswerAsync(id, new UploadAnswer(Answers: new Dictionary<string, string> { [question] = option }));

    /// <summary>Stages a sheet that must ask a question.</summary>
    public static async Task<(int Id, UploadQuestion Question)> AskedAsync(
        this TestFixture fixture,
        byte[] sheet,
        string key,
        string fileName = "sheet.csv",
        string month = "Mar-26"
    )
    {
        var id = await fixture.StageAsync(sheet, month, fileName: fileName);
        var details = await fixture.DetailsAsync(id);
        Assert.True(details.State == ImportState.Asking, $"{details.State} {details.Failure}");
        return (id, Assert.Single(details.Questions, q => q.Key == key));
    }

    /// <summary>A text file of these lines.</summary>
    public static byte[] Csv(params string[] lines) => Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n");

    public static Task CommitAsync(
        this TestFixture fixture,
        int id,
        ErrorRows errors = ErrorRows.Refuse,
        string missing = MissingChoice.Carry
    ) => fixture.Imports.CommitAsync(CurrentUser.System, id, missing, errors, default);

    /// <summary>A person who may do everything, within a scope.</summary>
    public static CurrentUser Person(
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
