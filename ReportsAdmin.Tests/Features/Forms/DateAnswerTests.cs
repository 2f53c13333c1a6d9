using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Pages;
using Xunit;

namespace ReportsAdmin.Tests.Features.Forms;

/// <summary>Days and times are chosen in the application's own pickers; the answer keeps the spelling that the API takes.</summary>
public sealed class DateAnswerTests : BunitContext
{
    private readonly List<string?> answers = [];

    public DateAnswerTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
    }

    [Fact]
    public void A_day_and_time_are_two_fields_of_one_answer()
    {
        var answer = Open(FieldTypes.DateTime, "2026-03-05T14:30");
        var (day, time) = (answer.Find("#q"), answer.Find("#q-time"));
        Assert.Equal(("05 Mar 2026", "14:30"), (day.GetAttribute("value"), time.GetAttribute("value")));
        day.Change("06 Apr 2026");
        answer.Find("#q-time").Change("");
        Assert.Equal(["2026-04-06T14:30", "2026-04-06"], answers);
    }

    [Theory]
    [InlineData(FieldTypes.Date, "2026-03-05", "07 Mar 2026", "2026-03-07")]
    [InlineData(FieldTypes.Time, "14:30", "09:05", "09:05")]
    public void A_day_or_a_time_alone_is_one_field(string type, string value, string typed, string answered)
    {
        var answer = Open(type, value);
        Assert.Single(answer.FindAll("input"));
        Assert.Empty(answer.FindAll("input[type=date], input[type=time]"));
        answer.Find("#q").Change(typed);
        answer.Find("#q").Change("");
        Assert.Equal([answered, null], answers);
    }

    [Fact]
    public void Nothing_is_answered_by_text_that_is_no_day()
    {
        var answer = Open(FieldTypes.Date, "");
        answer.Find("#q").Change("soon");
        Assert.Empty(answers);
    }

    private IRenderedComponent<DateAnswer> Open(string type, string value)
    {
        Render<MudPopoverProvider>();
        return Render<DateAnswer>(p =>
            p.Add(a => a.Id, "q").Add(a => a.Type, type).Add(a => a.Value, value).Add(a => a.Changed, answers.Add)
        );
    }
}
