using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using ReportsAdmin.Platform.Files;

namespace ReportsAdmin.Platform.Http;

/// <summary>Sends a file: ranges, both spellings of its name, and never guessed at by the browser.</summary>
internal static class FileResponse
{
    /// <summary>Names the file of an answer in both spellings of RFC 6266: quoted ASCII for old clients, and exactly.</summary>
    public static void Name(this HttpResponse response, string fileName, string disposition = "attachment")
    {
        var header = new ContentDispositionHeaderValue(disposition);
        header.SetHttpFileName(fileName);
        response.Headers.ContentDisposition = header.ToString();
    }

    /// <param name="inline">For looking at it in the page instead of saving it; of use for PDF alone, everything else is saved.</param>
    public static FileStreamResult Send(this ControllerBase controller, OpenFile file, bool inline)
    {
        var shown = inline && file.ContentType == "application/pdf";
        controller.Response.Name(file.FileName, shown ? "inline" : "attachment");
        if (shown)
            controller.Response.AllowOwnFrames();
        controller.Response.Headers.CacheControl = "private, no-cache";
        return new FileStreamResult(file.Content, file.ContentType)
        {
            EnableRangeProcessing = true,
            LastModified = file.MadeAt,
            EntityTag = file.Hash.Length > 0 ? new EntityTagHeaderValue($"\"{file.Hash}\"") : null,
        };
    }
}
