using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>Finds what speaks of rows that an undo would remove.</summary>
internal static class Needs
{
    /// <summary>The error that names the latest upload among these rows; null when there is none.</summary>
    public static async Task<DomainException?> OfAsync(
        string what,
        CancellationToken ct,
        params IQueryable<IUploaded>[] dependents
    )
    {
        foreach (var rows in dependents)
        {
            if (await rows.MaxAsync(r => (int?)r.WrittenBy, ct) is not { } upload)
                continue;
            return upload > 0
                ? DomainException.Conflict(
                    $"Upload #{upload} speaks of {what} that this one brought. Undo upload #{upload} first."
                )
                : DomainException.Conflict(
                    $"There are entries of {what} that this upload brought, so it cannot be taken back."
                );
        }

        return null;
    }
}
