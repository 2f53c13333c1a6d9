using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Forms;

/// <summary>Who opened a form before another version of it was published sends what they have before them.</summary>
public sealed class OpenedVersionTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 1];

    [Theory, EachDatabase]
    public async Task What_was_opened_is_taken_and_pinned_to_its_version(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (id, token) = await TwiceAsync(fixture);
        var intake = fixture.Get<SubmissionCommands>();

        var photo = await intake.AttachAsync(token, 1, "photo", "site.png", new MemoryStream(Png), default);
        var old = await intake.SubmitAsync(
            token,
            1,
            Json($$"""{"first":"A","photo":"{{photo.Token}}"}"""),
            null,
            default
        );
        var signed = await intake.SubmitAsync(CurrentUser.System, id, 1, Json("""{"first":"B"}"""), null, default);
        var newest = await intake.SubmitAsync(token, Json("""{"second":"C"}"""), null, default);

        Assert.Equal((1, 1, 2), (await VersionAsync(old), await VersionAsync(signed), await VersionAsync(newest)));
        var details = await fixture.Get<SubmissionQueries>().DetailsAsync(CurrentUser.System, old.Id, default);
        Assert.Equal(["first", "photo"], details.Definition.Fields.Select(f => f.Id));
        Assert.Equal("site.png", Assert.Single(details.Files).FileName);
        // Held to its own version, not to whichever fits.
        Assert.Contains(
            "first",
            (await RefusedAsync(() => intake.SubmitAsync(token, 1, Json("""{"second":"C"}"""), null, default)))
                .Fields
                .Keys
        );
        Assert.Contains(
            "second",
            (await RefusedAsync(() => intake.SubmitAsync(token, 2, Json("""{"first":"A"}"""), null, default)))
                .Fields
                .Keys
        );
        Assert.Contains(
            "field",
            (
                await RefusedAsync(() =>
                    intake.AttachAsync(token, null, "photo", "site.png", new MemoryStream(Png), default)
                )
            )
                .Fields
                .Keys
        );

        async Task<int> VersionAsync(SubmittedForm taken) =>
            (await fixture.Get<SubmissionQueries>().DetailsAsync(CurrentUser.System, taken.Id, default)).Row.Version;
    }

    [Theory, EachDatabase]
    public async Task A_draft_another_forms_version_a_closed_form_and_a_dead_link_take_nothing(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (id, token) = await TwiceAsync(fixture);
        var (forms, intake) = (fixture.Get<FormCommands>(), fixture.Get<SubmissionCommands>());
        var single = await forms.CreateAsync(
            CurrentUser.System,
            new NewForm("Other", null, Of("other"), Publish: true),
            default
        );
        // A third draft is saved and not published; its number is none yet.
        await forms.SaveAsync(CurrentUser.System, id, "Visit", null, Of("third"), 2, default);

        foreach (var never in (int[])[3, 0, -1])
            Assert.Contains(
                "version",
                (await RefusedAsync(() => intake.SubmitAsync(token, never, Json("""{"third":"X"}"""), null, default)))
                    .Fields
                    .Keys
            );
        Assert.Contains(
            "version",
            (
                await RefusedAsync(() =>
                    intake.SubmitAsync(CurrentUser.System, single, 2, Json("""{"second":"X"}"""), null, default)
                )
            )
                .Fields
                .Keys
        );
        Assert.Contains(
            "version",
            (
                await RefusedAsync(() =>
                    intake.AttachAsync(token, 3, "photo", "site.png", new MemoryStream(Png), default)
                )
            )
                .Fields
                .Keys
        );

        await forms.SwitchAsync(CurrentUser.System, id, active: false, isPublic: true, default);
        Assert.Equal(
            "This form takes no submissions at present.",
            (await RefusedAsync(() => intake.SubmitAsync(token, 1, Json("""{"first":"A"}"""), null, default))).Message
        );
        await forms.SwitchAsync(CurrentUser.System, id, active: true, isPublic: true, default);
        await forms.RevokeLinkAsync(
            CurrentUser.System,
            id,
            (await fixture.Get<FormQueries>().DetailsAsync(CurrentUser.System, id, default)).Links[0].Id,
            default
        );
        Assert.Equal(
            ErrorKind.NotFound,
            (await RefusedAsync(() => intake.SubmitAsync(token, 1, Json("""{"first":"A"}"""), null, default))).Kind
        );
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(0, await db.Set<Submission>().CountAsync());
    }

    /// <summary>A public form in its second version, with a link.</summary>
    private static async Task<(int Id, string Token)> TwiceAsync(TestFixture fixture)
    {
        var forms = fixture.Get<FormCommands>();
        var first = new FormDefinition([
            new FormSection("s", "")
            {
                Fields =
                [
                    new("first", "First", FieldTypes.Text, Required: true),
                    new("photo", "Photo", FieldTypes.File),
                ],
            },
        ]);
        var id = await forms.CreateAsync(
            CurrentUser.System,
            new NewForm("Visit", null, first, Public: true, Publish: true),
            default
        );
        await forms.SaveAsync(CurrentUser.System, id, "Visit", null, Of("second"), 1, default);
        Assert.Equal(2, await forms.PublishAsync(CurrentUser.System, id, 2, default));
        return (id, await forms.MakeLinkAsync(CurrentUser.System, id, "Gate", singleUse: false, default));
    }

    private static FormDefinition Of(string field) =>
        new([new FormSection("s", "") { Fields = [new(field, field, FieldTypes.Text, Required: true)] }]);

    private static Task<DomainException> RefusedAsync(Func<Task> act) => Assert.ThrowsAsync<DomainException>(act);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
