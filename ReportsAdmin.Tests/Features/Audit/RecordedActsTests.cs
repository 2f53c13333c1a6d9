using System.Text.Json;
using ReportsAdmin.Features.Administration.Retention;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Tests.Platform.Audit;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Audit;

/// <summary>The main commands of the rooms leave an entry with old and new values, whether they save entities or change them by statements.</summary>
public sealed class RecordedActsTests
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private static FormDefinition Questions =>
        new([new FormSection("s", "") { Fields = [new("name", "Name", FieldTypes.Text)] }]);

    [Theory, EachDatabase]
    public async Task An_upload_is_one_entry_each_time_whatever_number_of_rows_it_writes(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var before = (await fixture.EntriesAsync()).Count;
        using var acting = Actor.Use(AuditBooks.Neha);

        var id = await fixture.UploadAsync(
            Sheet.Of(Header, "C-1|Asha|Pune|S-1|2026-03-01|10|10", "C-2|Ravi|Pune|S-2|2026-03-01|20|20"),
            "Mar-26"
        );
        await fixture.Imports.UndoAsync(CurrentUser.System, id, default);

        var entries = (await fixture.EntriesAsync()).Skip(before).ToList();
        Assert.Equal(["added", "committed", "undone"], entries.Select(e => e.Action));
        Assert.All(entries, e => Assert.Equal(("upload", $"{id}", 3), (e.Kind, e.RecordId, e.ActorId)));
        Assert.Contains(AuditField.Fact("Rows", 2), entries[1].Fields());
    }

    [Theory, EachDatabase]
    public async Task Remarks_and_payments_are_entries_of_the_customer_and_the_invoice(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(Sheet.Of(Header, "C-1|Asha|Pune|S-1|2026-03-01|10|10"), "Mar-26");
        var customer = await fixture.CustomerCommands.ResolveAsync(CurrentUser.System, "C-1", default);

        await fixture.CustomerCommands.RemarkAsync(CurrentUser.System, customer, "dispute", null, default);
        var remark = await fixture.LastAsync();
        await fixture.CustomerCommands.RemarkAsync(CurrentUser.System, customer, "dispute", null, default);
        Assert.Equal(remark.Id, (await fixture.LastAsync()).Id);
        await fixture.CustomerCommands.ChangeInvoicesAsync(CurrentUser.System, [1], InvoiceAction.MarkPaid, default);
        var paid = await fixture.LastAsync();

        Assert.Equal(
            ("changed", "customer", $"{customer}", "Asha"),
            (remark.Action, remark.Kind, remark.RecordId, remark.RecordName)
        );
        Assert.Equal([new AuditField("Remark", "none", "dispute")], remark.Fields());
        Assert.Equal(("changed", "invoice", "1"), (paid.Action, paid.Kind, paid.RecordId));
        Assert.Equal("Payment", paid.Fields()[0].Field);
    }

    [Theory, EachDatabase]
    public async Task Everything_that_is_done_to_a_form_is_recorded(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var forms = fixture.Get<FormCommands>();
        var before = (await fixture.EntriesAsync()).Count;
        var id = await forms.CreateAsync(
            CurrentUser.System,
            new NewForm("Visit", null, Questions, Publish: false),
            default
        );
        var revision = await forms.SaveAsync(CurrentUser.System, id, "Site visit", null, Questions, 1, default);
        await forms.PublishAsync(CurrentUser.System, id, revision, default);
        await forms.SwitchAsync(CurrentUser.System, id, active: true, isPublic: true, default);
        await forms.SwitchAsync(CurrentUser.System, id, active: true, isPublic: true, default);
        await forms.MakeLinkAsync(CurrentUser.System, id, "Poster", singleUse: false, default);
        await forms.DeleteAsync(CurrentUser.System, id, default);

        var entries = (await fixture.EntriesAsync()).Skip(before).ToList();
        Assert.All(entries, e => Assert.Equal(("form", $"{id}"), (e.Kind, e.RecordId)));
        Assert.Equal(["added", "changed", "published", "changed", "changed", "removed"], entries.Select(e => e.Action));
        Assert.Contains(new AuditField("Title", "Visit", "Site visit"), entries[1].Fields());
        Assert.Equal([AuditField.Fact("Version", 1)], entries[2].Fields());
        Assert.Equal([new AuditField("Public", "no", "yes")], entries[3].Fields());
        Assert.Equal([new AuditField("Public link", "", "Poster")], entries[4].Fields());
        Assert.Equal("Site visit", entries[5].RecordName);
    }

    [Theory, EachDatabase]
    public async Task A_shorter_retention_is_recorded_and_that_of_the_log_has_a_least(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var retention = fixture.Get<RetentionCommands>();
        await retention.KeepAsync(CurrentUser.System, "alerts", 30, default);
        Assert.Equal([new AuditField("Days", "90", "30")], (await fixture.LastAsync()).Fields());
        var error = await Assert.ThrowsAsync<DomainException>(() =>
            retention.KeepAsync(CurrentUser.System, "audit", 7, default)
        );
        Assert.Equal(ErrorKind.Invalid, error.Kind);
    }

    [Theory, EachDatabase]
    public async Task An_answer_to_a_form_is_recorded_without_what_it_says(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var forms = fixture.Get<FormCommands>();
        var intake = fixture.Get<SubmissionCommands>();
        var id = await forms.CreateAsync(
            CurrentUser.System,
            new NewForm("Visit", null, Questions, Publish: true),
            default
        );
        var answer = await intake.SubmitAsync(
            CurrentUser.System,
            id,
            JsonDocument.Parse("""{"name":"Kavita"}""").RootElement,
            null,
            default
        );
        await intake.EditAsync(
            CurrentUser.System,
            answer.Id,
            JsonDocument.Parse("""{"name":"Kavita Rao"}""").RootElement,
            1,
            null,
            default
        );

        var entries = (await fixture.EntriesAsync()).Where(e => e.Kind == "submission").ToList();
        Assert.Equal(["added", "changed"], entries.Select(e => e.Action));
        Assert.Equal([new AuditField("Name", null, null)], entries[1].Fields());
        Assert.DoesNotContain(await fixture.EntriesAsync(), e =>
            (e.Details ?? "").Contains("Kavita", StringComparison.Ordinal)
        );
    }
}
