using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Export;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Forms.Automation;

/// <summary>The recurring jobs of forms that make something by the clock.</summary>
internal sealed class FormSchedules(RecurringJobs recurring)
{
    /// <summary>Adds, changes or removes the form's recurring job; answers its key, null for none.</summary>
    public async Task<int?> SetAsync(ReportsDb db, Form form, AutomationSettings automation, CancellationToken ct)
    {
        if (automation.Cron is not { Length: > 0 } cron)
        {
            if (form.RecurringId is { } gone)
                await recurring.RemoveAsync(db, gone, ct);
            return null;
        }

        var job = new RecurringJob
        {
            Id = form.RecurringId ?? 0,
            Kind = FormScheduleHandler.JobKind,
            Title = form.Title,
            Arguments = FormScheduleHandler.ArgumentsOf(form.Id),
            OwnerId = form.OwnerId,
            Cron = cron,
            TimeZone = automation.TimeZone,
            Enabled = true,
        };
        if (form.RecurringId is null)
            return await recurring.AddAsync(db, job, ct);
        await recurring.ChangeAsync(db, job, ct);
        return form.RecurringId;
    }
}
